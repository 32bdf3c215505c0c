using System.Collections.Concurrent;
using System.Text.Json;
using CommentService.Compliance.Running;
using CommentService.Contracts;
using CommentService.Events.RabbitMq;
using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace CommentService.Compliance.Events;

/// <summary>Followers on the broker: one that speaks AMQP alone, one on MassTransit with the types of the contracts, and one that is not .NET.</summary>
public sealed class SubscriberTests(SharedBroker shared) : IDisposable
{
    private readonly string address = shared.Broker.NewAddress();
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Event_is_a_cloud_event_in_binary_mode()
    {
        await using var follower = await Follower.StartAsync(shared.Broker, address, "comment.*.an%2Earticle");
        await using var service = await StartAsync();
        var id = await service.PostSettledAsync("an.article", "Ann Reader", "A fair <point>.");
        await service.PostSettledAsync("another", "Ann Reader", "Not asked for.");
        await service.DecideAsync(id, "remove");
        var messages = await follower.HasAsync(2);

        var (approved, feed) = (messages[0], (await service.GetAsync("/api/v1/events", ("Authorization", "Bearer " + TestService.AdminKey))).Items);
        Assert.Equal(("comment-events", "comment.approved.an%2Earticle"), (approved.Exchange, approved.RoutingKey));
        Assert.Equal(("application/json", true, approved.Header("cloudEvents:id")), (approved.Properties.ContentType, approved.Properties.Persistent, approved.Properties.MessageId));
        Assert.Equal(
            ("1.0", "/comments", "comment.approved", id, "1", "an.article"),
            (approved.Header("cloudEvents:specversion"), approved.Header("cloudEvents:source"), approved.Header("cloudEvents:type"), approved.Header("cloudEvents:subject"), approved.Header("cloudEvents:sequence"), approved.Header("cloudEvents:articleid")));
        Assert.Equal(feed[0].GetProperty("id").GetString(), approved.Properties.MessageId);
        Assert.Equal(feed[0].GetProperty("time").GetDateTime(), DateTime.Parse(approved.Header("cloudEvents:time"), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal));
        Assert.Equal("A fair <point>.", approved.Data.GetProperty("comment").GetString());
        Assert.Equal("comment.removed.an%2Earticle", messages[1].RoutingKey);
        Assert.Equal("removed", messages[1].Data.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Subscriber_on_MassTransit_gets_the_types_of_the_contracts()
    {
        var (approved, removed, all) = (new ConcurrentQueue<ConsumeContext<CommentApproved>>(), new ConcurrentQueue<CommentRemoved>(), new ConcurrentQueue<CommentEvent>());
        var bus = Bus.Factory.CreateUsingRabbitMq(transport =>
        {
            transport.Host(new Uri(address.Replace("amqp://", "rabbitmq://", StringComparison.Ordinal)));
            transport.ReceiveEndpoint("search-index", endpoint =>
            {
                // What a subscriber needs: the exchange and which events of it, and that the body is plain JSON.
                endpoint.ConfigureConsumeTopology = false;
                endpoint.UseRawJsonDeserializer(RawSerializerOptions.AddTransportHeaders | RawSerializerOptions.CopyHeaders, isDefault: true);
                endpoint.Bind(EventOutlet.Exchange, binding => (binding.ExchangeType, binding.RoutingKey) = (ExchangeType.Topic, "comment.#"));
                endpoint.Handler<CommentApproved>(context => Task.Run(() => approved.Enqueue(context)));
                endpoint.Handler<CommentRemoved>(context => Task.Run(() => removed.Enqueue(context.Message)));
                endpoint.Handler<CommentEvent>(context => Task.Run(() => all.Enqueue(context.Message)));
            });
        });
        await bus.StartAsync(Test.Cancellation);
        try
        {
            await using var service = await StartAsync();
            var id = await service.PostSettledAsync("article", "Ann Reader", "A fair point.");
            var held = await service.PostSettledAsync("article", "Ann Reader", SharedService.HeldText);
            await service.DecideAsync(id, "remove");
            await Eventually.HoldsAsync(() => all.Count == 3, "Three events");
            var one = Assert.Single(approved);
            Assert.Equal((id, "A fair point.", "approved", 1), (one.Message.CommentId.ToString(), one.Message.Comment, one.Message.Status, one.Message.Version));
            Assert.NotNull(one.MessageId);
            Assert.Equal("approved", Assert.Single(removed).PreviousStatus);
            Assert.Contains(all, seen => seen.CommentId.ToString() == held && seen.Rules.Contains("links"));
        }
        finally
        {
            await bus.StopAsync(Test.Cancellation);
        }
    }

    [Fact]
    public async Task Subscriber_in_another_language_gets_every_event()
    {
        using var node = await NodeProgram.StartAsync(directory, "amqplib@2.3.1", """
            const amqp = require('amqplib');
            (async () => {
              const connection = await amqp.connect(process.argv[2]);
              const channel = await connection.createChannel();
              await channel.assertExchange('comment-events', 'topic', { durable: true });
              const { queue } = await channel.assertQueue('', { exclusive: true });
              await channel.bindQueue(queue, 'comment-events', 'comment.approved.#');
              await channel.consume(queue, message => {
                const { headers, messageId, contentType } = message.properties;
                console.log(JSON.stringify({ key: message.fields.routingKey, type: headers['cloudEvents:type'], id: headers['cloudEvents:id'], messageId, contentType, data: JSON.parse(message.content) }));
                channel.ack(message);
              });
              console.log('ready');
            })();
            """, address);
        Assert.Equal("ready", await node.ReadLineAsync());
        await using var service = await StartAsync();
        var id = await service.PostSettledAsync("article", "Änn Reader", "A fair point — with signs.");
        var seen = JsonElement.Parse(await node.ReadLineAsync());
        Assert.Equal(
            ("comment.approved.article", "comment.approved", "application/json", id, "Änn Reader", "A fair point — with signs."),
            (seen.GetProperty("key").GetString(), seen.GetProperty("type").GetString(), seen.GetProperty("contentType").GetString(), seen.GetProperty("data").GetProperty("commentId").GetString(),
                seen.GetProperty("data").GetProperty("name").GetString(), seen.GetProperty("data").GetProperty("comment").GetString()));
        Assert.Equal(seen.GetProperty("messageId").GetString(), seen.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Next_start_goes_on_where_the_last_one_ended()
    {
        await using var follower = await Follower.StartAsync(shared.Broker, address, "#");
        for (var i = 0; i < 3; i++)
        {
            await using var service = await StartAsync();
            await service.PostSettledAsync("article", "Ann Reader", $"In life {i}.");
            await follower.HasAsync(i + 1);
        }

        Assert.Equal(["1", "2", "3"], follower.Seen.Select(message => message.Header("cloudEvents:sequence")));
    }

    private Task<TestService> StartAsync() => TestService.StartAsync(
        new Dictionary<string, string?> { ["ConnectionStrings:RabbitMq"] = address }, policy: SharedService.Policy, directory: directory);
}
