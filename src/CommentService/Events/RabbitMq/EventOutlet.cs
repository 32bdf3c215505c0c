using CommentService.Messaging.RabbitMq;
using RabbitMQ.Client;

namespace CommentService.Events.RabbitMq;

/// <summary>A channel to the exchange of events, with confirms. It ends with the first error; its owner opens another.</summary>
internal sealed class EventOutlet : IAsyncDisposable
{
    public const string Exchange = "comment-events";

    /// <summary>The broker has not confirmed twice so many at most.</summary>
    private const int HalfWindow = 256;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly TimeProvider time;
    private Half older = new();
    private Half newer = new();

    private EventOutlet(IConnection connection, IChannel channel, TimeProvider time) => (this.connection, this.channel, this.time) = (connection, channel, time);

    public static async Task<EventOutlet> OpenAsync(BrokerAddress address, TimeProvider time, CancellationToken cancellation)
    {
        var connection = await address.Factory().CreateConnectionAsync(cancellation).WaitAsync(Deadline, time, cancellation);
        try
        {
            // Without a limiter: the client's own delays by up to a second once half of it is used.
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null), cancellation);
            await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellation);
            return new EventOutlet(connection, channel, time);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes events in their order; what was published before may still be on its way.</summary>
    /// <returns>Ends when the broker has confirmed these.</returns>
    public async Task<Task> PublishAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellation)
    {
        var confirms = new List<Task>(events.Count);
        foreach (var one in events)
        {
            await MakeRoomAsync(one.Event.Data.CommentId, cancellation);
            var confirm = channel.BasicPublishAsync(
                Exchange,
                EventMessage.RoutingKey(one.Event.Type, one.Event.Articleid),
                // Who wants none of it binds no queue.
                mandatory: false,
                EventMessage.Properties(one.Event, one.TraceParent),
                EventMessage.Body(one.Event),
                cancellation).AsTask();
            newer.Add(one.Event.Data.CommentId, confirm);
            confirms.Add(confirm);
        }

        return Task.WhenAll(confirms).WaitAsync(Deadline, time, cancellation);
    }

    // A broker that was killed may leave the client waiting for its farewell: the relay must go on whether it comes or not.
    public async ValueTask DisposeAsync() => await Task.WhenAny(CloseAsync(), Task.Delay(Deadline, time));

    private async Task CloseAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>A comment's events go one by one: should one fail, none after it has overtaken it.</summary>
    private async Task MakeRoomAsync(Guid comment, CancellationToken cancellation)
    {
        if (newer.Has(comment))
        {
            await TurnAsync(cancellation);
        }

        if (older.Has(comment) || newer.Count == HalfWindow)
        {
            await TurnAsync(cancellation);
        }
    }

    /// <summary>Waits for the older half of what is on its way; the newer one is the older one then.</summary>
    private async Task TurnAsync(CancellationToken cancellation)
    {
        await older.Confirmed.WaitAsync(Deadline, time, cancellation);
        older.Clear();
        (older, newer) = (newer, older);
    }

    /// <summary>Messages that the broker has not confirmed yet, and the comments that they are of.</summary>
    private sealed class Half
    {
        private readonly List<Task> confirms = new(HalfWindow);
        private readonly HashSet<Guid> comments = new(HalfWindow);

        public int Count => confirms.Count;

        public Task Confirmed => Task.WhenAll(confirms);

        public bool Has(Guid comment) => comments.Contains(comment);

        public void Add(Guid comment, Task confirm)
        {
            comments.Add(comment);
            confirms.Add(confirm);
        }

        public void Clear()
        {
            comments.Clear();
            confirms.Clear();
        }
    }
}
