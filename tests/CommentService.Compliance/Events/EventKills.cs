using CommentService.Compliance.Running;
using CommentService.Tests.Crash;

namespace CommentService.Compliance.Events;

/// <summary>
/// The service, the broker and the receiver of its webhook are killed at moments that nobody chose, each by itself, while
/// readers post and moderators decide. The log is followed in all ways there are: by pages, by a stream, by the webhook
/// and on the broker; each must see every event, and each comment's in order.
/// </summary>
internal sealed class EventKills : IAsyncDisposable
{
    private static readonly TimeSpan SettledWithin = TimeSpan.FromMinutes(3);

    private readonly TemporaryDirectory data = new();
    private readonly BrokerProcess broker;
    private readonly BrokerObserver observer;
    private readonly int readers;
    private readonly Ledger ledger = new();
    private readonly Follower follower;
    private readonly Subscribers subscribers;

    private EventKills(BrokerProcess broker, int readers)
    {
        (this.broker, this.readers) = (broker, readers);
        observer = new BrokerObserver(broker);
        follower = new Follower(ledger);
        subscribers = new Subscribers(ledger);
        Start = Subscribers.Start with { Settings = new Dictionary<string, string>(Subscribers.Start.Settings) { ["ConnectionStrings:RabbitMq"] = broker.Address } };
    }

    private ServiceStart Start { get; }

    private int ServiceKills { get; set; }

    private int BrokerKills { get; set; }

    /// <summary>How much of the log was followed, and how much decided, while all were being killed. Where it is nothing, the kills met nothing.</summary>
    public (int Seen, int Decided) Meanwhile => (follower.Seen.Count, ledger.Decisions.Count(d => d.Version is not null));

    /// <summary>What was done and counted, in a line.</summary>
    public string Figures =>
        $"killed: the service {ServiceKills} times, the broker {BrokerKills}, the webhook's receiver {subscribers.ReceiverKills}; {ledger.Accepted.Count()} submissions answered 202, "
        + $"{ledger.Decisions.Count(d => d.Version is not null)} decisions answered 200; events seen in the feed {follower.Seen.Count}, by the stream {subscribers.Streamed.Count}, "
        + $"by the webhook {subscribers.Taken}; messages for the broker's subscriber {observer.Received}, those included that came twice";

    public static async Task<EventKills> StartAsync(int readers)
    {
        var kills = new EventKills(await BrokerProcess.StartAsync(), readers);
        await kills.observer.BindAsync();
        return kills;
    }

    /// <summary>Lives of the service, each ended by a kill, over lives of the broker.</summary>
    /// <param name="tell">Is told the figures after each.</param>
    public async Task RunAsync(int lives, Action<string>? tell = null)
    {
        using var enough = new CancellationTokenSource();
        var brokers = KillBrokerAsync(enough.Token);
        for (var i = 0; i < lives; i++)
        {
            await LiveAsync();
            tell?.Invoke(Figures);
        }

        await enough.CancelAsync();
        await brokers;
    }

    /// <summary>Lets everybody get an answer, and every follower what it missed.</summary>
    /// <returns>What is broken.</returns>
    public async Task<IReadOnlyList<string>> FinishAsync()
    {
        await using var service = await ServiceProcess.StartAsync(data, Start);
        var receipts = await new Readers(service, ledger).SettledAsync(SettledWithin);
        await Condition.HoldsAsync(async () => await observer.WaitingAsync() == 0 && StoredState.Of(data).Spooled.Count == 0, SettledWithin);
        await Condition.HoldsAsync(() => StoredState.IsPositioned(data), SettledWithin);
        ledger.GiveUpUnanswered(StoredState.Of(data).Comments);
        var log = await Follower.WalkAsync(service, ledger);
        await follower.CatchUpAsync(service);
        await subscribers.CatchUpAsync(service, log, SettledWithin);
        await observer.SeesAllAsync(StoredState.Of(data).Changes, ledger, SettledWithin);
        if (await service.StopAsync() != 0)
        {
            ledger.Contradict($"The stop ended with exit code {service.ExitCode}");
        }

        return Invariants.BrokenAtRest(StoredState.Of(data), ledger, receipts, follower.Seen, subscribers.Streamed, log);
    }

    public async ValueTask DisposeAsync()
    {
        await subscribers.DisposeAsync();
        await broker.DisposeAsync();
        data.Dispose();
    }

    private async Task LiveAsync()
    {
        await using var service = await ServiceProcess.StartAsync(data, Start);
        var work = Task.WhenAll(
            // Who got no answer does not send again: whether a retry is known again is another proof's matter.
            new Readers(service, ledger).PostUntilGoneAsync(readers),
            new Moderators(service, ledger).DecideUntilGoneAsync(2),
            follower.FollowUntilGoneAsync(service),
            subscribers.FollowUntilGoneAsync(service),
            subscribers.LoseReceiverUntilGoneAsync(service));
        // Long enough now and then for what only one process does: on PostgreSQL it waits five seconds for the dead one.
        await Task.WhenAny(work, Task.Delay(Random.Shared.Next(500, 10_000)));
        await service.Kill9Async();
        ServiceKills++;
        await work;
    }

    /// <summary>Kills the broker now and then until it is enough; at the end it is there.</summary>
    private async Task KillBrokerAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(Random.Shared.Next(500, 8_000), enough));
            await broker.Kill9Async();
            BrokerKills++;
            await Task.Delay(Random.Shared.Next(1_500), CancellationToken.None);
            await broker.StartAgainAsync();
        }
    }
}
