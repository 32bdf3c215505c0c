using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using CommentService.Contracts;
using CommentService.Storage;

namespace CommentService.Events;

/// <summary>JSON Schemas of events, made from the records of the contract.</summary>
internal static class EventSchemas
{
    /// <summary>The record of each event type, also of those that are reserved.</summary>
    public static IReadOnlyDictionary<string, Type> Records { get; } = new Dictionary<string, Type>
    {
        [EventTypes.Held] = typeof(CommentHeld),
        [EventTypes.Approved] = typeof(CommentApproved),
        [EventTypes.Rejected] = typeof(CommentRejected),
        [EventTypes.Removed] = typeof(CommentRemoved),
        ["comment.edited"] = typeof(CommentEdited),
        ["comment.erased"] = typeof(CommentErased),
    };

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly JsonSchemaExporterOptions Export = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = AddWords };

    /// <summary>The schema of an event's <c>data</c>; members that are not in it may come with a later version.</summary>
    public static JsonObject DataOf(string type)
    {
        var schema = (JsonObject)Options.GetJsonSchemaAsNode(Records[type], Export);
        return new JsonObject([KeyValuePair.Create<string, JsonNode?>("title", type), .. schema.ToList().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))]);
    }

    /// <summary>The same as a document of its own, as it goes with the package of the contracts.</summary>
    public static JsonObject DocumentOf(string type) => new(
        [KeyValuePair.Create<string, JsonNode?>("$schema", "https://json-schema.org/draft/2020-12/schema"), .. DataOf(type).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))]);

    private static JsonNode AddWords(JsonSchemaExporterContext context, JsonNode schema)
    {
        string[]? words = context.PropertyInfo?.Name switch
        {
            "status" => [.. Enum.GetValues<CommentStatus>().Select(status => status.Word())],
            "decidedBy" => ["rules", "moderator"],
            _ => null,
        };
        if (words is not null && schema is JsonObject member)
        {
            member["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]);
        }

        return schema;
    }
}
