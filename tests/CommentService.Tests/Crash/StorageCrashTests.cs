namespace CommentService.Tests.Crash;

/// <summary>In the database, from the first start's own writes to the event log, whose positions are given in the same commit. Beside the queue's, so that both run at once.</summary>
public sealed class StorageCrashTests
{
    [Theory]
    [InlineData("storage.transaction")]
    [InlineData("storage.commit")]
    public async Task Killed_before_or_after_a_durable_step_the_service_loses_nothing_and_stores_nothing_twice(string step) =>
        Assert.Empty(await CrashPoints.BrokenByAsync(step));
}
