using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Hosting.Authentication;
using CommentService.Storage;

namespace CommentService.Review.Keys;

/// <summary>A key to make.</summary>
internal sealed record KeyRequest
{
    public const int MaxNameLength = 80;

    /// <summary>Names that history and audit have for others than a key that was made here.</summary>
    private static readonly string[] Reserved = [ApiKeys.AdminName, "rules", "start"];

    [Description("What history and audit call whoever uses it; no two keys in force have the same")]
    public required string Name { get; init; }

    [JsonConverter(typeof(LowerCase<KeyRole>))]
    public required KeyRole Role { get; init; }

    [Description("The event types that it may follow; comment.approved and comment.removed unless said")]
    public IReadOnlyList<string>? EventTypes { get; init; }

    public static KeyRequest Read(JsonFields fields) => new()
    {
        Name = ReadName(fields),
        Role = ReadRole(fields),
        EventTypes = ReadTypes(fields),
    };

    private static string ReadName(JsonFields fields)
    {
        var name = fields.Text("name", MaxNameLength);
        if (name is null)
        {
            fields.Error("name", "Give a name for whoever uses the key.");
        }
        else if (name.Contains('\n', StringComparison.Ordinal))
        {
            fields.Error("name", "Give a name on one line.");
        }
        else if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            fields.Error("name", "This name is kept for the service's own use.");
        }

        return name ?? "";
    }

    private static KeyRole ReadRole(JsonFields fields) => fields.Choice(
        "role", ("subscriber", KeyRole.Subscriber), ("viewer", KeyRole.Viewer), ("moderator", KeyRole.Moderator), ("admin", KeyRole.Admin)) ?? default;

    private static string[]? ReadTypes(JsonFields fields)
    {
        if (!fields.TryGet("eventTypes", out var value))
        {
            return null;
        }

        var types = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : "").ToArray() : [""];
        if (types.Any(type => !Storage.EventTypes.All.Contains(type)))
        {
            fields.Error("eventTypes", $"Give a list of: {string.Join(", ", Storage.EventTypes.All)}.");
        }

        // In one order, each once.
        return [.. Storage.EventTypes.All.Where(types.Contains)];
    }
}
