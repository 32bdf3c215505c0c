using CommentService.Compliance.Events;
using CommentService.Compliance.Running;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>
/// The service on RabbitMQ under load, while its broker is killed, stopped, paused and cut off, while messages come that
/// nobody can read or that were there before, and while it is killed itself.
/// </summary>
internal static class BrokerProof
{
    private const int Readers = 32;

    private static readonly TimeSpan SettledWithin = TimeSpan.FromMinutes(10);

    private static readonly string[] Faults = ["broker killed", "broker stopped", "broker paused", "connection cut", "poison", "messages repeated"];

    public static async Task<Proof> RunAsync(int times)
    {
        using var data = new TemporaryDirectory();
        await using var broker = await BrokerProcess.StartAsync();
        using var wire = new Wire(broker.Port);
        var observer = new BrokerObserver(broker);
        await observer.BindAsync();
        var start = new ServiceStart { Settings = new Dictionary<string, string> { ["ConnectionStrings:RabbitMq"] = broker.Address.Replace($":{broker.Port}/", $":{wire.Port}/", StringComparison.Ordinal) } };
        var ledger = new Ledger();
        var follower = new Follower(ledger);
        var random = new Random();
        for (var i = 0; i < times; i++)
        {
            await using var service = await ServiceProcess.StartAsync(data, start);
            var work = Task.WhenAll(
                new Readers(service, ledger).PostAllUntilGoneAsync(Readers), new Moderators(service, ledger).DecideUntilGoneAsync(2), follower.FollowUntilGoneAsync(service));
            await Task.WhenAny(work, Task.Delay(random.Next(300, 1_500)));
            await CommitAsync(Faults[i % Faults.Length], broker, wire, observer, random);
            await Task.WhenAny(work, Task.Delay(random.Next(300, 1_500)));
            await service.Kill9Async();
            await work;
            Console.WriteLine($"  {Faults[i % Faults.Length]}, then killed: {ledger.Accepted.Count()} accepted so far");
        }

        return await FinishAsync(times, data, start, observer, ledger, follower);
    }

    private static async Task CommitAsync(string fault, BrokerProcess broker, Wire wire, BrokerObserver observer, Random random)
    {
        switch (fault)
        {
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
                await Task.Delay(random.Next(500, 5_000));
                broker.Continue();
                break;
            case "connection cut":
                for (var i = 0; i < 5; i++)
                {
                    wire.Cut();
                    await Task.Delay(random.Next(100, 500));
                }

                break;
            case "poison":
                await observer.PoisonAsync();
                break;
            default:
                await observer.RepeatAsync(messages: 20, times: 20);
                break;
        }
    }

    private static async Task<Proof> FinishAsync(int times, TemporaryDirectory data, ServiceStart start, BrokerObserver observer, Ledger ledger, Follower follower)
    {
        await using var service = await ServiceProcess.StartAsync(data, start);
        var readers = new Readers(service, ledger);
        await readers.SendUnansweredAsync();
        var receipts = await readers.SettledAsync(SettledWithin);
        await Condition.HoldsAsync(async () => await observer.WaitingAsync() == 0 && StoredState.Of(data).Spooled.Count == 0, SettledWithin);
        await Condition.HoldsAsync(() => StoredState.IsPositioned(data), SettledWithin);
        await follower.CatchUpAsync(service);
        var letters = await LeftLetters.DiscardAsync(service, ledger);
        if (letters != observer.Poisoned)
        {
            ledger.Contradict($"{letters} dead letters where {observer.Poisoned} messages were poison");
        }

        var stored = StoredState.Of(data);
        await observer.SeesAllAsync(stored.Changes, ledger, SettledWithin);
        if (await service.StopAsync() != 0)
        {
            ledger.Contradict($"The stop ended with exit code {service.ExitCode}");
        }

        return new Proof(
            $"{times} faults of the broker and as many kills, {ledger.Accepted.Count()} submissions answered 202, {ledger.Posts.Count(p => p.WasRetried)} of them after a retry, {observer.Poisoned} poison and "
            + $"{observer.Repeated} repeated messages, {stored.Changes.Count} events, {observer.Received} received by a subscriber",
            Invariants.BrokenAtRest(StoredState.Of(data), ledger, receipts, follower.Seen));
    }
}
