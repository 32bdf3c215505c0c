using System.Text.Json;
using CommentService.Events;
using CommentService.Storage;
using CommentService.Tests.Running;
using NJsonSchema;

namespace CommentService.Tests.Events;

/// <summary>The AsyncAPI document says what the service does.</summary>
public sealed class AsyncApiTests(SharedService shared) : IClassFixture<SharedService>
{
    [Fact]
    public async Task Every_event_type_is_on_every_channel()
    {
        var channels = (await shared.Service.GetAsync("/asyncapi.json")).Json.GetProperty("channels");
        foreach (var channel in channels.EnumerateObject())
        {
            var messages = channel.Value.GetProperty("messages").EnumerateObject().Select(message => message.Name.Replace(".published", "", StringComparison.Ordinal));
            Assert.Equal(EventTypes.All.Order(), messages.Where(message => message != "webhook.test").Order());
        }

        Assert.Equal("/api/v1/events", channels.GetProperty("feed").GetProperty("address").GetString());
    }

    [Fact]
    public async Task Events_that_are_sent_are_what_the_document_says()
    {
        var service = shared.Service;
        var id = await service.PostSettledAsync("described", "Ann", SharedService.HeldText);
        await service.DecideAsync(id, "reject");
        await service.DecideAsync(id, "approve");
        await service.DecideAsync(id, "remove");
        var events = await Eventually.SeesAsync(() => EventLog.WalkAsync(service, "&article=described"), all => all.Count == 4, "Four events");
        var document = (await service.GetAsync("/asyncapi.json")).Json;
        foreach (var one in events)
        {
            var type = EventLog.TypeOf(one);
            var message = document.GetProperty("components").GetProperty("messages").GetProperty(type).GetProperty("payload");
            var whole = await JsonSchema.FromJsonAsync(message.ToString().Replace($"\"#/components/schemas/{type}\"", "\"#/definitions/data\"", StringComparison.Ordinal)[..^1]
                + $",\"definitions\":{{\"data\":{document.GetProperty("components").GetProperty("schemas").GetProperty(type)}}}}}", Test.Cancellation);
            Assert.Empty(whole.Validate(one.ToString()));
            Assert.Empty(message.GetProperty("properties").EnumerateObject().Select(member => member.Name).Except(one.EnumerateObject().Select(member => member.Name)));
        }

        Assert.Equal(EventTypes.All.Order(), events.Select(EventLog.TypeOf).Order());
    }

    [Fact]
    public void Address_is_where_the_service_is_reached()
    {
        var http = AsyncApiDocument.Of("https://news.example/comments")["servers"]!["http"]!;
        Assert.Equal(("news.example", "https", "/comments"), (http["host"]!.GetValue<string>(), http["protocol"]!.GetValue<string>(), http["pathname"]!.GetValue<string>()));
    }
}
