using System.Collections.Concurrent;
using CommentService.Compliance.Running;
using CommentService.Contracts;
using CommentService.Events.RabbitMq;
using MassTransit;
using RabbitMQ.Client;

namespace CommentService.Compliance.Events;

/// <summary>Followers on the broker: one that speaks AMQP alone, and one on MassTransit with the types of the contracts.</summary>
public sealed class SubscriberTests(SharedBroker shared) : IDisposable
{
    private readonly string address = shared.Broker.NewAddress();
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Event_is_a_cloud_event_in_binary_mode()
    {
        await using var follower = await BrokerFollower.StartAsync(shared.Broker, address, "comment.*.an%2Earticle");
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
    public async Task Published_event_is_what_the_AsyncAPI_document_says()
    {
        await using var follower = await BrokerFollower.StartAsync(shared.Broker, address, "#");
        await using var service = await StartAsync();
        var id = await service.PostSettledAsync("an.article", "Ann Reader", SharedService.HeldText, null, ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        foreach (var decision in new[] { "reject", "approve", "remove" })
        {
            await service.DecideAsync(id, decision);
        }

        var document = (await service.GetAsync("/asyncapi.json")).Json;
        var channel = document.GetProperty("channels").GetProperty("exchange");
        var exchange = channel.GetProperty("bindings").GetProperty("amqp").GetProperty("exchange");
        Assert.Equal((EventOutlet.Exchange, "topic"), (exchange.GetProperty("name").GetString(), exchange.GetProperty("type").GetString()));
        foreach (var message in await follower.HasAsync(4))
        {
            var type = message.Header("cloudEvents:type");
            Assert.Equal(channel.GetProperty("address").GetString()!.Replace("comment.{what}", type, StringComparison.Ordinal).Replace("{articleId}", "an%2Earticle", StringComparison.Ordinal), message.RoutingKey);
            var described = document.GetProperty("components").GetProperty("messages").GetProperty(type + ".published");
            Assert.Equal(described.GetProperty("contentType").GetString(), message.Properties.ContentType);
            var headers = described.GetProperty("headers").GetProperty("properties").EnumerateObject().Select(header => header.Name).ToHashSet();
            var sent = message.Properties.Headers!.Keys.Where(name => name.StartsWith("cloudEvents:", StringComparison.Ordinal)).ToHashSet();
            Assert.Subset(headers, sent);
            // A change without a trace has none.
            Assert.DoesNotContain(headers.Except(sent), name => name != "cloudEvents:traceparent");
            var schema = await NJsonSchema.JsonSchema.FromJsonAsync(document.GetProperty("components").GetProperty("schemas").GetProperty(type).ToString(), Test.Cancellation);
            Assert.Empty(schema.Validate(message.Data.ToString()));
        }
    }

    [Fact]
    public async Task Event_carries_the_trace_of_what_caused_it()
    {
        const string Posted = "4bf92f3577b34da6a3ce929d0e0e4736", Decided = "0af7651916cd43dd8448eb211c80319c";
        await using var follower = await BrokerFollower.StartAsync(shared.Broker, address, "#");
        await using var service = await StartAsync();
        var id = await service.PostSettledAsync("article", "Ann Reader", "A fair point.", null, ("traceparent", $"00-{Posted}-00f067aa0ba902b7-01"));
        await service.ModerationAsync(HttpMethod.Post, $"/comments/{id}/remove", new { }, ("traceparent", $"00-{Decided}-b7ad6b7169203331-01"));
        var messages = await follower.HasAsync(2);
        foreach (var (message, trace) in messages.Zip([Posted, Decided]))
        {
            // By the names of W3C, of CloudEvents' extension and of MassTransit.
            Assert.All(["traceparent", "cloudEvents:traceparent", "MT-Activity-Id"], name => Assert.StartsWith($"00-{trace}-", message.Header(name), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Queue_that_refuses_is_told_to_the_operator_and_what_it_held_up_comes_when_it_is_gone()
    {
        await using var follower = await BrokerFollower.StartAsync(shared.Broker, address, "#");
        await using var connection = await shared.Broker.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Test.Cancellation);
        await channel.QueueDeclareAsync("full", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" }, cancellationToken: Test.Cancellation);
        await channel.QueueBindAsync("full", EventOutlet.Exchange, "#", cancellationToken: Test.Cancellation);
        await using var service = await StartAsync();
        for (var i = 0; i < 4; i++)
        {
            await service.PostSettledAsync("article", "Ann Reader", $"A fair point {i}.");
        }

        await Eventually.SeesAsync(
            () => service.GetAsync("/health/ready"),
            health => health.Status == 200 && health.Json.GetProperty("parts").GetProperty("relay").GetProperty("status").GetString() == "degraded",
            "The relay is degraded");
        Assert.Equal(4, (await service.GetAsync("/api/v1/events", ("Authorization", "Bearer " + TestService.AdminKey))).Items.Count);
        await channel.QueueDeleteAsync("full", cancellationToken: Test.Cancellation);
        await Eventually.SeesAsync(
            () => Task.FromResult(follower.Seen), seen => seen.Select(message => message.Properties.MessageId).Distinct().Count() == 4, "Every event");
        await Eventually.SeesAsync(
            () => service.GetAsync("/health/ready"), health => health.Json.GetProperty("parts").GetProperty("relay").GetProperty("status").GetString() == "ready", "The relay is ready");
    }

    [Fact]
    public async Task Next_start_goes_on_where_the_last_one_ended()
    {
        await using var follower = await BrokerFollower.StartAsync(shared.Broker, address, "#");
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
