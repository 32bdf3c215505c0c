using CommentService.Tests.Running;

namespace CommentService.Tests.Crash;

/// <summary>Kills a service under load at random moments, over and over on the same data, and says what broke.</summary>
internal sealed class Kills : IAsyncDisposable
{
    private static readonly TimeSpan SettledWithin = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory data;
    private readonly Random random;
    private readonly int readers;
    private readonly Follower follower;
    private readonly Subscribers subscribers;
    private bool wasReady;

    public Kills(TemporaryDirectory data, Random random, int readers)
    {
        (this.data, this.random, this.readers) = (data, random, readers);
        follower = new Follower(Ledger);
        subscribers = new Subscribers(Ledger);
    }

    public Ledger Ledger { get; } = new();

    /// <summary>Kills so far.</summary>
    public int Count { get; private set; }

    /// <summary>Kills that came before the service was ready: while it migrated, or while it took up what the last one left.</summary>
    public int WhileStarting { get; private set; }

    /// <summary>What lay on disk at the end.</summary>
    public StoredState? Stored { get; private set; }

    /// <summary>One life of the service: started, worked with, killed.</summary>
    /// <returns>What is broken in what it left on disk.</returns>
    public async Task<IReadOnlyList<string>> RunOnceAsync()
    {
        await using (var service = ServiceProcess.Launch(data, Subscribers.Start))
        {
            // Now and then the kill comes while the service starts.
            var isImpatient = random.Next(6) == 0;
            var ready = service.IsReadyAsync();
            if (isImpatient)
            {
                await Task.WhenAny(ready, Task.Delay(random.Next(1_200)));
            }

            if (isImpatient || !await ready)
            {
                WhileStarting++;
                await service.Kill9Async();
            }
            else
            {
                wasReady = true;
                await WorkUntilKilledAsync(service);
            }

            await ready;
            Count++;
        }

        // Before it was ready for the first time there are no tables to look into.
        return wasReady ? Invariants.BrokenAtAnyMoment(StoredState.Of(data), Ledger) : [];
    }

    /// <summary>Starts once more, lets everybody get an answer, stops in order, starts again and reads the feed a second time.</summary>
    public async Task<IReadOnlyList<string>> FinishAsync()
    {
        IReadOnlyDictionary<Guid, string> receipts;
        IReadOnlyList<Guid> before;
        await using (var service = await ServiceProcess.StartAsync(data, Subscribers.Start))
        {
            var all = new Readers(service, Ledger);
            await all.SendUnansweredAsync();
            receipts = await all.SettledAsync(SettledWithin);
            await Condition.HoldsAsync(() => StoredState.IsPositioned(data), SettledWithin);
            before = await Follower.WalkAsync(service, Ledger);
            await follower.CatchUpAsync(service);
            await subscribers.CatchUpAsync(service, before, SettledWithin);
            await service.StopAsync();
            if (service.ExitCode != 0)
            {
                Ledger.Contradict($"The stop ended with exit code {service.ExitCode}");
            }
        }

        Stored = StoredState.Of(data);
        await using var again = await ServiceProcess.StartAsync(data);
        var after = await Follower.WalkAsync(again, Ledger);
        return Invariants.BrokenAtRest(Stored, Ledger, receipts, follower.Seen, subscribers.Streamed, before, after);
    }

    /// <summary>Messages that the webhook took, each counted once.</summary>
    public int TakenByWebhook => subscribers.Taken;

    /// <summary>How often the webhook's receiver was killed.</summary>
    public int ReceiverKills => subscribers.ReceiverKills;

    public ValueTask DisposeAsync() => subscribers.DisposeAsync();

    private async Task WorkUntilKilledAsync(ServiceProcess service)
    {
        var all = new Readers(service, Ledger);
        var work = Task.WhenAll(
            all.PostAllUntilGoneAsync(readers),
            new Moderators(service, Ledger).DecideUntilGoneAsync(2),
            follower.FollowUntilGoneAsync(service),
            subscribers.FollowUntilGoneAsync(service),
            subscribers.LoseReceiverUntilGoneAsync(service));
        await Task.WhenAny(work, Task.Delay(random.Next(20, 2_500)));
        await service.Kill9Async();
        await work;
    }
}
