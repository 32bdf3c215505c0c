using CommentService.Compliance.Servers;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>
/// Two processes on one database, both posted to. The one that gives positions is stopped in its tracks (SIGSTOP) until
/// the other has taken over, then goes on; or it is killed and started again. Positions have no gap, none is given twice,
/// and a webhook is sent every event, a comment's in order.
/// </summary>
internal static class LeaseProof
{
    private const int Readers = 8;

    private static readonly TimeSpan SettledWithin = TimeSpan.FromMinutes(2);

    public static async Task<Proof> RunAsync(PostgresServer server, int times)
    {
        using var first = new TemporaryDirectory();
        using var second = new TemporaryDirectory();
        TestStore.Share(first, second);
        TemporaryDirectory[] directories = [first, second];
        ServiceProcess[] services = [await ServiceProcess.StartAsync(first, Subscribers.Start), await ServiceProcess.StartAsync(second, Subscribers.Start)];
        var ledger = new Ledger();
        var follower = new Follower(ledger);
        await using var subscribers = new Subscribers(ledger);
        await subscribers.MakeAsync(services[0]);
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < times; i++)
        {
            using var enough = new CancellationTokenSource();
            var work = Task.WhenAll(services.Select(service => Task.WhenAll(
                new Readers(service, ledger).PostUntilGoneAsync(Readers, enough.Token),
                new Moderators(service, ledger).DecideUntilGoneAsync(1, enough.Token))));
            var leader = await Leading.WhichAsync(services);
            var other = services[1 - leader];
            await Task.Delay(Random.Shared.Next(500, 1_500), CancellationToken.None);
            var isPaused = i % 2 == 0;
            if (isPaused)
            {
                services[leader].Pause();
            }
            else
            {
                await services[leader].Kill9Async();
            }

            var since = System.Diagnostics.Stopwatch.StartNew();
            await Leading.UntilAsync(other);
            slowest = since.Elapsed > slowest ? since.Elapsed : slowest;
            Console.WriteLine($"  {(isPaused ? "paused" : "killed")}: taken over after {since.Elapsed.TotalSeconds:0.0} s");
            services[leader].Resume();
            await Task.Delay(1_000, CancellationToken.None);
            await enough.CancelAsync();
            await work;
            if (!isPaused)
            {
                await services[leader].DisposeAsync();
                services[leader] = await ServiceProcess.StartAsync(directories[leader], Subscribers.Start);
            }

            await follower.CatchUpAsync(services[i % 2]);
        }

        // What a killed process took without an answer is known to the other one once it is stored.
        foreach (var directory in directories)
        {
            await Condition.HoldsAsync(() => StoredState.Of(directory).Spooled.Count == 0, SettledWithin);
        }

        await new Readers(services[0], ledger).SendUnansweredAsync();
        var receipts = await new Readers(services[1], ledger).SettledAsync(SettledWithin);
        await Condition.HoldsAsync(() => StoredState.IsPositioned(first), SettledWithin);
        await follower.CatchUpAsync(services[0]);
        await subscribers.CatchUpAsync(services[1], follower.Seen, SettledWithin);
        var walk = await Follower.WalkAsync(services[1], ledger);
        foreach (var service in services)
        {
            await service.StopAsync();
            await service.DisposeAsync();
        }

        var stored = StoredState.Of(first);
        return new Proof(
            $"{times} leaders stopped in their tracks or killed, taken over after {slowest.TotalSeconds:0.0} s at most, {ledger.Accepted.Count()} submissions answered 202 by two processes, {stored.Changes.Count} events, {subscribers.Taken} of them taken by a webhook",
            Invariants.BrokenAtRest(stored, ledger, receipts, follower.Seen, walk, subscribers.Streamed));
    }
}
