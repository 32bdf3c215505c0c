using CommentService.Tests.Running;

namespace CommentService.Tests.Crash;

/// <summary>
/// One step that makes something durable, and a process that is killed exactly before and after it: when it first
/// happens (in the first start, or while the next start takes up what was left) and later under load.
/// </summary>
internal static class CrashPoints
{
    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(30);

    /// <summary>One after the other on the same data: each life begins with what the crash before it left.</summary>
    private static readonly string[] Moments = ["start:1", "stop:1", "start:9", "stop:9"];

    /// <param name="step">The step's span.</param>
    /// <returns>What is broken at the end; breaks along the way are asserted where they are seen.</returns>
    public static async Task<IReadOnlyList<string>> BrokenByAsync(string step)
    {
        using var data = new TemporaryDirectory();
        var ledger = new Ledger();
        var follower = new Follower(ledger);
        foreach (var moment in Moments)
        {
            if (await RunUntilKilledAsync(data, ledger, follower, $"{step}:{moment}"))
            {
                Assert.Empty(Invariants.BrokenAtAnyMoment(StoredState.Of(data), ledger));
            }
        }

        await using var service = await ServiceProcess.StartAsync(data);
        var readers = new Readers(service, ledger);
        await readers.SendUnansweredAsync();
        var receipts = await readers.SettledAsync(SettledWithin);
        await Condition.HoldsAsync(() => StoredState.IsPositioned(data), SettledWithin);
        await follower.CatchUpAsync(service);
        var walk = await Follower.WalkAsync(service, ledger);

        Assert.Equal(0, await service.StopAsync());
        return Invariants.BrokenAtRest(StoredState.Of(data), ledger, receipts, follower.Seen, walk);
    }

    /// <returns>Whether the service was ready before it died: before that there may be no tables to look into.</returns>
    private static async Task<bool> RunUntilKilledAsync(TemporaryDirectory data, Ledger ledger, Follower follower, string point)
    {
        await using var service = ServiceProcess.Launch(data, ServiceStart.CrashingAt(point));
        var wasReady = await service.IsReadyAsync();
        if (wasReady)
        {
            // The deadline is for a point that is never passed: then the test says so, below.
            using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await Task.WhenAll(
                new Readers(service, ledger).PostAllUntilGoneAsync(6, enough.Token),
                new Moderators(service, ledger).DecideUntilGoneAsync(2, enough.Token),
                follower.FollowUntilGoneAsync(service, enough.Token));
        }

        Assert.True(service.HasEnded, $"{point} was never passed");
        await service.Ended;
        Assert.Equal(128 + 9, service.ExitCode);
        return wasReady;
    }
}
