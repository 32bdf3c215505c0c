using System.Text.Json;
using System.Text.Json.Nodes;
using CommentService.Hosting;
using CommentService.Storage;
using Microsoft.Extensions.Options;

namespace CommentService.Events;

/// <summary>The AsyncAPI 3.0 document: which events there are and the three ways to follow them, made from what the code sends.</summary>
internal static class AsyncApiDocument
{
    public const string Path = "/asyncapi.json";

    private const string Ref = "$ref";

    public static void MapAsyncApi(this IEndpointRouteBuilder app) =>
        app.MapGet(Path, (IOptions<HostingOptions> options) => TypedResults.Text(Of(options.Value.PublicUrl).ToJsonString(JsonSerializerOptions.Web), "application/json"))
            .WithTags("Events")
            .WithName("GetAsyncApi")
            .WithSummary("The events and the ways to follow them, as an AsyncAPI 3.0 document");

    public static JsonObject Of(string? publicUrl) => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new JsonObject
        {
            ["title"] = "CommentService events",
            ["version"] = "1.0.0",
            ["description"] = "Every change of a comment, at least once, per comment in the order of its version. An event has one id for ever.",
        },
        ["defaultContentType"] = "application/json",
        ["servers"] = Servers(publicUrl),
        ["channels"] = new JsonObject
        {
            ["feed"] = Channel("/api/v1/events", "Pages after a position, or all that follows live as Server-Sent Events (Accept: text/event-stream).", "http", EventTypes.All),
            ["webhook"] = Channel(null, "Posted to the address that a webhook was made with, signed as Standard Webhooks.", "http", [.. EventTypes.All, Test]),
            ["exchange"] = Exchange(),
        },
        ["operations"] = new JsonObject
        {
            ["follow"] = Operation("feed", EventTypes.All),
            ["post"] = Operation("webhook", [.. EventTypes.All, Test]),
            ["publish"] = Operation("exchange", [.. EventTypes.All.Select(Published)]),
        },
        ["components"] = new JsonObject
        {
            ["securitySchemes"] = new JsonObject { ["key"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "An API key with the role subscriber or above." } },
            ["schemas"] = new JsonObject(EventTypes.All.Select(type => KeyValuePair.Create<string, JsonNode?>(type, EventSchemas.DataOf(type)))),
            ["messages"] = new JsonObject(
            [
                .. EventTypes.All.Select(type => KeyValuePair.Create<string, JsonNode?>(type, Message(type, To($"components/schemas/{type}")))),
                .. EventTypes.All.Select(type => KeyValuePair.Create<string, JsonNode?>(Published(type), PublishedMessage(type))),
                KeyValuePair.Create<string, JsonNode?>(Test, Message(Test, new JsonObject { ["type"] = "object" })),
            ]),
        },
    };

    /// <summary>What a webhook is sent when its owner tries it.</summary>
    private const string Test = "webhook.test";

    private static readonly string[] Attributes = ["specversion", "id", "source", "type", "subject", "time", "sequence", "articleid", "traceparent"];

    private static string Published(string type) => type + ".published";

    private static JsonObject Servers(string? publicUrl)
    {
        var url = new Uri(publicUrl ?? "http://localhost:5080");
        var http = new JsonObject { ["host"] = url.Authority, ["protocol"] = url.Scheme, ["security"] = new JsonArray(To("components/securitySchemes/key")) };
        if (url.AbsolutePath.Length > 1)
        {
            http["pathname"] = url.AbsolutePath;
        }

        return new()
        {
            ["http"] = http,
            ["rabbitmq"] = new JsonObject { ["host"] = "{broker}", ["protocol"] = "amqp", ["variables"] = new JsonObject { ["broker"] = new JsonObject { ["default"] = "localhost:5672" } } },
        };
    }

    private static JsonObject Channel(string? address, string description, string server, IEnumerable<string> messages) => new()
    {
        ["address"] = address,
        ["description"] = description,
        ["servers"] = new JsonArray(To("servers/" + server)),
        ["messages"] = new JsonObject(messages.Select(message => KeyValuePair.Create<string, JsonNode?>(message, To("components/messages/" + message)))),
    };

    private static JsonObject Exchange()
    {
        var channel = Channel("comment.{what}.{articleId}", "The durable topic exchange comment-events, by routing key: CloudEvents binary mode.", "rabbitmq", EventTypes.All.Select(Published));
        channel["parameters"] = new JsonObject
        {
            ["what"] = new JsonObject { ["enum"] = new JsonArray([.. EventTypes.All.Select(type => JsonValue.Create(type["comment.".Length..]))]) },
            ["articleId"] = new JsonObject { ["description"] = "The article's id, a dot in it written as %2E." },
        };
        channel["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject { ["is"] = "routingKey", ["exchange"] = new JsonObject { ["name"] = "comment-events", ["type"] = "topic", ["durable"] = true } },
        };
        return channel;
    }

    private static JsonObject Operation(string channel, IEnumerable<string> messages) => new()
    {
        ["action"] = "send",
        ["channel"] = To("channels/" + channel),
        ["messages"] = new JsonArray([.. messages.Select(message => To($"channels/{channel}/messages/{message}"))]),
    };

    /// <summary>CloudEvents structured mode.</summary>
    private static JsonObject Message(string type, JsonObject data) => new()
    {
        ["name"] = type,
        ["contentType"] = "application/cloudevents+json",
        ["payload"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"),
            ["properties"] = new JsonObject
            {
                ["specversion"] = Constant("1.0"),
                ["id"] = Text("uuid"),
                ["source"] = Text("uri-reference"),
                ["type"] = Constant(type),
                ["subject"] = Text("uuid"),
                ["time"] = Text("date-time"),
                ["datacontenttype"] = Constant("application/json"),
                ["sequence"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]+$", ["description"] = "The event's position in the log." },
                ["articleid"] = new JsonObject { ["type"] = "string" },
                ["data"] = data,
            },
        },
    };

    /// <summary>CloudEvents binary mode: the attributes are headers.</summary>
    private static JsonObject PublishedMessage(string type) => new()
    {
        ["name"] = type,
        ["contentType"] = "application/json",
        ["headers"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(Attributes.Select(name => KeyValuePair.Create<string, JsonNode?>("cloudEvents:" + name, name == "type" ? Constant(type) : new JsonObject { ["type"] = "string" }))),
        },
        ["payload"] = To($"components/schemas/{type}"),
    };

    private static JsonObject Constant(string value) => new() { ["type"] = "string", ["const"] = value };

    private static JsonObject Text(string format) => new() { ["type"] = "string", ["format"] = format };

    private static JsonObject To(string place) => new() { [Ref] = "#/" + place };
}
