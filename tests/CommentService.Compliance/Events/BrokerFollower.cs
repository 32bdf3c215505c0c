using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using CommentService.Compliance.Running;
using CommentService.Events.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace CommentService.Compliance.Events;

/// <summary>An event as it came from the broker.</summary>
public sealed record ReceivedMessage(string Exchange, string RoutingKey, IReadOnlyBasicProperties Properties, byte[] Body)
{
    public JsonElement Data => JsonElement.Parse(Body);

    public string Header(string name) => Encoding.UTF8.GetString((byte[])Properties.Headers![name]!);
}

/// <summary>A durable queue bound to the events, and what came out of it.</summary>
public sealed class BrokerFollower : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedMessage> seen = new();
    private IConnection? connection;

    public IReadOnlyList<ReceivedMessage> Seen => [.. seen];

    public static async Task<BrokerFollower> StartAsync(BrokerProcess broker, string address, string routingKey)
    {
        var follower = new BrokerFollower();
        await follower.FollowAsync(broker, address, routingKey);
        return follower;
    }

    /// <summary>Follows, also again after its broker was away.</summary>
    public async Task FollowAsync(BrokerProcess broker, string address, string routingKey)
    {
        await DisposeAsync();
        connection = await broker.ConnectAsync(address);
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(EventOutlet.Exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync("follower", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("follower", EventOutlet.Exchange, routingKey);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            seen.Enqueue(new(message.Exchange, message.RoutingKey, new BasicProperties(message.BasicProperties), message.Body.ToArray()));
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync("follower", autoAck: false, consumer);
    }

    /// <summary>Waits until so many came.</summary>
    public Task<IReadOnlyList<ReceivedMessage>> HasAsync(int count) =>
        Eventually.SeesAsync(() => Task.FromResult(Seen), messages => messages.Count >= count, $"{count} events");

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
