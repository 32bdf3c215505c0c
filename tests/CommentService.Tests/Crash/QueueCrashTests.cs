namespace CommentService.Tests.Crash;

/// <summary>On the way from the 202 to the worker.</summary>
public sealed class QueueCrashTests
{
    [Theory]
    [InlineData("spool.commit")]
    [InlineData("spool.handover")]
    [InlineData("worker.group")]
    public async Task Killed_before_or_after_a_durable_step_the_service_loses_nothing_and_stores_nothing_twice(string step) =>
        Assert.Empty(await CrashPoints.BrokenByAsync(step));
}
