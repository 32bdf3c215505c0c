using CommentService.Tests.Running;

namespace CommentService.Tests.Crash;

/// <summary>
/// The process is killed exactly before and after every step that makes something durable, once when it happens first
/// and once later under load. Whatever the moment: nothing accepted is lost, nothing is stored or told twice.
/// </summary>
public sealed class CrashPointTests
{
    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(30);

    /// <summary>The first transactions are those of the first start: the process dies before it was ever ready.</summary>
    public static TheoryData<string> Points => [.. from span in Spans from edge in (string[])["start", "stop"] from n in (int[])[1, 9] select $"{span}:{edge}:{n}"];

    private static readonly string[] Spans = ["spool.commit", "spool.handover", "worker.group", "storage.transaction", "storage.commit", "events.position"];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_at_any_durable_step_the_service_loses_nothing_and_stores_nothing_twice(string point)
    {
        using var data = new DataFolder();
        var ledger = new Ledger();
        var follower = new Follower(ledger);
        await RunUntilKilledAsync(data, ledger, follower, point);

        await using var service = await ServiceProcess.StartAsync(data);
        var readers = new Readers(service, ledger);
        await readers.SendUnansweredAsync();
        var receipts = await readers.SettledAsync(SettledWithin);
        await Eventually.HoldsAsync(() => StoredState.IsPositioned(data), SettledWithin);
        await follower.CatchUpAsync(service);
        var walk = await Follower.WalkAsync(service, ledger);

        Assert.Equal(0, await service.StopAsync());
        Assert.Empty(Invariants.BrokenAtRest(StoredState.Of(data), ledger, receipts, follower.Seen, walk));
    }

    private static async Task RunUntilKilledAsync(DataFolder data, Ledger ledger, Follower follower, string point)
    {
        await using var service = ServiceProcess.Launch(data, ServiceStart.CrashingAt(point));
        if (await service.IsReadyAsync())
        {
            // The deadline is for a point that is never passed: then the test says so, below.
            using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await Task.WhenAll(
                new Readers(service, ledger).PostUntilGoneAsync(6, enough.Token),
                new Moderators(service, ledger).DecideUntilGoneAsync(2, enough.Token),
                follower.FollowUntilGoneAsync(service, enough.Token));
        }

        Assert.True(service.HasEnded, $"{point} was never passed");
        await service.Ended;
        Assert.Equal(128 + 9, service.ExitCode);
    }
}
