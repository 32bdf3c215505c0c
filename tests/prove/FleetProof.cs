using CommentService.Compliance.Events;
using CommentService.Compliance.Running;
using CommentService.Compliance.Servers;
using CommentService.Tests.Crash;

namespace CommentService.Prove;

/// <summary>
/// Seven processes with the roles shared out, PostgreSQL and RabbitMQ, while 32 readers post to both intakes and moderators
/// decide: every fault of a process, the broker, the database, the wire and a disk in turn. A reader who gets no answer
/// sends the same again, to the other intake.
/// </summary>
internal static class FleetProof
{
    private const int Readers = 32;
    private const int RefusalsOfFullDisk = 20;

    private static readonly TimeSpan FullWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SettledWithin = TimeSpan.FromMinutes(5);

    // The disk before the broker: a spool that was long once has room in itself, which takes a slow machine minutes to fill.
    private static readonly string[] Faults =
    [
        "disk of an intake full", "intake killed", "worker killed", "review killed", "leader of events killed", "leader of events stopped in its tracks",
        "broker killed", "broker stopped", "broker paused", "connections to the broker cut",
        "PostgreSQL killed", "PostgreSQL stopped", "PostgreSQL paused", "poison", "messages repeated",
    ];

    public static async Task<Proof> RunAsync(PostgresServer postgres, int times)
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var wire = new Wire(broker.Port);
        var observer = new BrokerObserver(broker);
        await observer.BindAsync();
        await using var fleet = await Fleet.StartAsync(broker.Address.Replace($":{broker.Port}/", $":{wire.Port}/", StringComparison.Ordinal));
        var ledger = new Ledger(manyProcesses: true);
        var follower = new Follower(ledger);
        for (var i = 0; i < times; i++)
        {
            var fault = Faults[i % Faults.Length];
            using var enough = new CancellationTokenSource();
            var work = Task.WhenAll(
                new Readers(fleet.Intakes, ledger).PostThroughFaultsAsync(Readers, enough.Token),
                new Moderators(fleet.Review, ledger).DecideUntilGoneAsync(2, enough.Token),
                follower.FollowUntilGoneAsync(fleet.Events[i % 2], enough.Token));
            await Task.Delay(Random.Shared.Next(500, 2_000), CancellationToken.None);
            var before = ledger.Accepted.Count();
            await CommitAsync(fault, fleet, broker, wire, postgres, observer, ledger);
            await Task.Delay(Random.Shared.Next(500, 2_000), CancellationToken.None);
            var meanwhile = ledger.Accepted.Count() - before;
            await enough.CancelAsync();
            await work;
            await fleet.StartDeadAsync();
            Console.WriteLine($"  {fault}: {meanwhile} accepted meanwhile, {ledger.Accepted.Count()} in all");
            if (meanwhile == 0)
            {
                ledger.Contradict($"Nothing was taken: {fault}");
            }
        }

        return await FinishAsync(times, fleet, observer, ledger, follower);
    }

    private static async Task CommitAsync(string fault, Fleet fleet, BrokerProcess broker, Wire wire, PostgresServer postgres, BrokerObserver observer, Ledger ledger)
    {
        var away = TimeSpan.FromMilliseconds(Random.Shared.Next(1_000, 5_000));
        switch (fault)
        {
            case "intake killed":
                await fleet.Kill9Async($"intake-{Random.Shared.Next(1, 3)}");
                break;
            case "worker killed":
                await fleet.Kill9Async($"worker-{Random.Shared.Next(1, 3)}");
                break;
            case "review killed":
                await fleet.Kill9Async("review");
                break;
            case "leader of events killed":
                await fleet.Events[await Leading.WhichAsync(fleet.Events)].Kill9Async();
                break;
            case "leader of events stopped in its tracks":
                var leader = await Leading.WhichAsync(fleet.Events);
                fleet.Events[leader].Pause();
                try
                {
                    await Leading.UntilAsync(fleet.Events[1 - leader]);
                }
                finally
                {
                    fleet.Events[leader].Resume();
                }

                break;
            case "broker killed":
                await broker.Kill9Async();
                await broker.StartAgainAsync();
                break;
            case "broker stopped":
                await broker.StopAsync();
                await broker.StartAgainAsync();
                break;
            case "broker paused":
                broker.Pause();
                await Task.Delay(away);
                broker.Continue();
                break;
            case "connections to the broker cut":
                for (var i = 0; i < 5; i++)
                {
                    wire.Cut();
                    await Task.Delay(Random.Shared.Next(100, 500));
                }

                break;
            case "PostgreSQL killed":
                await postgres.KillAsync();
                await Task.Delay(away);
                await postgres.RunAsync();
                break;
            case "PostgreSQL stopped":
                await postgres.StopAsync();
                await Task.Delay(away);
                await postgres.RunAsync();
                break;
            case "PostgreSQL paused":
                postgres.Pause();
                await Task.Delay(away);
                postgres.Resume();
                break;
            case "poison":
                await observer.PoisonAsync();
                break;
            case "messages repeated":
                await observer.RepeatAsync(messages: 20, times: 20);
                break;
            case "disk of an intake full" when fleet.HasTinyDisk:
                await FillDiskAsync(fleet, broker, ledger);
                break;
        }
    }

    /// <summary>Without a broker and without room an intake says 503, and takes posts again when there is room.</summary>
    private static async Task FillDiskAsync(Fleet fleet, BrokerProcess broker, Ledger ledger)
    {
        broker.Pause();
        try
        {
            using (fleet.FillDisk())
            {
                var until = ledger.Refusals + RefusalsOfFullDisk;
                await Condition.HoldsAsync(() => ledger.Refusals >= until, FullWithin);
            }
        }
        finally
        {
            broker.Continue();
        }
    }

    private static async Task<Proof> FinishAsync(int times, Fleet fleet, BrokerObserver observer, Ledger ledger, Follower follower)
    {
        var readers = new Readers(fleet.Intakes, ledger);
        await readers.SendUnansweredAsync();
        var receipts = await readers.SettledAsync(SettledWithin);
        foreach (var directory in fleet.Others.Prepend(fleet.Data))
        {
            await Condition.HoldsAsync(() => StoredState.SpooledIn(directory).Count == 0, SettledWithin);
        }

        await Condition.HoldsAsync(async () => await observer.WaitingAsync() == 0, SettledWithin);
        await Condition.HoldsAsync(() => StoredState.IsPositioned(fleet.Data), SettledWithin);
        await follower.CatchUpAsync(fleet.Events[0]);
        var walk = await Follower.WalkAsync(fleet.Events[1], ledger);
        var letters = await LeftLetters.DiscardAsync(fleet.Review, ledger);
        if (letters != observer.Poisoned)
        {
            ledger.Contradict($"{letters} dead letters where {observer.Poisoned} messages were poison");
        }

        var judged = await fleet.JudgedAsync();
        if (judged.Contains(0))
        {
            ledger.Contradict("One of the workers took nothing from the other");
        }

        var stored = StoredState.Of(fleet.Data, fleet.Others);
        await observer.SeesAllAsync(stored.Changes, ledger, SettledWithin);
        foreach (var wrong in await fleet.StopAsync())
        {
            ledger.Contradict(wrong);
        }

        return new Proof(
            $"{times} faults, {ledger.Accepted.Count()} submissions answered 202 by two intakes, {ledger.Posts.Count(p => p.WasRetried)} of them after a retry, {stored.Repeated.Count} retries known by the worker only, "
            + $"{ledger.Refusals} requests refused with 503 and Retry-After, {ledger.Decisions.Count(d => d.Version is not null)} decisions answered 200, {observer.Poisoned} poison and {observer.Repeated} repeated messages, "
            + $"workers judged {string.Join(" and ", judged)} since their last start, {stored.Changes.Count} events, {observer.Received} received by a subscriber",
            Invariants.BrokenAtRest(StoredState.Of(fleet.Data, fleet.Others), ledger, receipts, follower.Seen, walk));
    }
}
