using CommentService.Messaging.RabbitMq;
using RabbitMQ.Client;

namespace CommentService.Events.RabbitMq;

/// <summary>A channel to the exchange of events, with confirms. It ends with the first error; its owner opens another.</summary>
internal sealed class EventOutlet : IAsyncDisposable
{
    public const string Exchange = "comment-events";

    /// <summary>Most that the broker has not confirmed yet.</summary>
    private const int Window = 256;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly IConnection connection;
    private readonly IChannel channel;

    private EventOutlet(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    public static async Task<EventOutlet> OpenAsync(BrokerAddress address, TimeProvider time, CancellationToken cancellation)
    {
        var connection = await address.Factory().CreateConnectionAsync(cancellation).WaitAsync(Deadline, time, cancellation);
        try
        {
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, new ThrottlingRateLimiter(Window)), cancellation);
            await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellation);
            return new EventOutlet(connection, channel);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes events in their order and returns when all are confirmed.</summary>
    public async Task PublishAsync(IReadOnlyList<LoggedEvent> events, TimeProvider time, CancellationToken cancellation)
    {
        var onTheWay = new List<Task>();
        var comments = new HashSet<Guid>();
        foreach (var one in events)
        {
            // A comment's events one by one: should one fail, none after it has overtaken it.
            if (onTheWay.Count == Window || !comments.Add(one.Event.Data.CommentId))
            {
                await ConfirmedAsync(onTheWay, time, cancellation);
                comments.Clear();
                comments.Add(one.Event.Data.CommentId);
            }

            onTheWay.Add(channel.BasicPublishAsync(
                Exchange,
                EventMessage.RoutingKey(one.Event.Type, one.Event.Articleid),
                // Who wants none of it binds no queue.
                mandatory: false,
                EventMessage.Properties(one.Event, one.TraceParent),
                EventMessage.Body(one.Event),
                cancellation).AsTask());
        }

        await ConfirmedAsync(onTheWay, time, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static async Task ConfirmedAsync(List<Task> onTheWay, TimeProvider time, CancellationToken cancellation)
    {
        await Task.WhenAll(onTheWay).WaitAsync(Deadline, time, cancellation);
        onTheWay.Clear();
    }
}
