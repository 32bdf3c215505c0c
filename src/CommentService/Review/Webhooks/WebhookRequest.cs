using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using CommentService.Hosting.Outgoing;
using CommentService.Storage;

namespace CommentService.Review.Webhooks;

/// <summary>A webhook to make, or what to change of one: a member that is not named stays as it is.</summary>
internal sealed record WebhookRequest
{
    public const int MaxUrlLength = 2_000;
    public const int MaxArticles = 100;

    [Description("An absolute http or https address without a name or password; not of a private network unless Comments:Outgoing:AllowedNetworks has it")]
    public string? Url { get; init; }

    [Description("The event types to send; comment.approved and comment.removed unless said")]
    public IReadOnlyList<string>? Types { get; init; }

    [Description("Ids of the articles whose events to send, at most 100; all unless said")]
    public IReadOnlyList<string>? Articles { get; init; }

    [Description("whsec_ and 24 to 64 bytes in base64; made unless given")]
    public string? Secret { get; init; }

    [Description("The position to start after, when it is made; the log's end unless said")]
    public string? After { get; init; }

    [Description("When it is made: start with all comments that are approved now")]
    public bool? Snapshot { get; init; }

    [Description("active or paused; active unless said")]
    public string? State { get; init; }

    internal bool NamesArticles { get; init; }

    public static WebhookRequest Read(JsonFields fields) => new()
    {
        Url = ReadUrl(fields),
        Types = ReadTypes(fields),
        Articles = ReadArticles(fields),
        NamesArticles = fields.Has("articles"),
        Secret = ReadSecret(fields),
        After = ReadAfter(fields),
        Snapshot = ReadSnapshot(fields),
        State = fields.Has("state") ? fields.Choice("state", ("active", 0), ("paused", 1)) switch { 0 => "active", 1 => "paused", _ => null } : null,
    };

    internal long? AfterPosition => After is null ? null : long.Parse(After, CultureInfo.InvariantCulture);

    private static string? ReadUrl(JsonFields fields)
    {
        var url = fields.Text("url", MaxUrlLength);
        if (url is not null && !OutgoingHttp.IsAddress(url))
        {
            fields.Error("url", "Give an absolute http or https address without a name or password.");
        }

        return url;
    }

    public static string? ReadSecret(JsonFields fields)
    {
        var secret = fields.Text("secret");
        if (secret is not null && !WebhookSecret.TryRead(secret, out _))
        {
            fields.Error("secret", $"This {WebhookSecret.Invalid}.");
        }

        return secret;
    }

    private static string[]? ReadTypes(JsonFields fields)
    {
        var types = ReadList(fields, "types", EventTypes.All.Contains, $"Give a list of: {string.Join(", ", EventTypes.All)}.", EventTypes.All.Count);
        // In one order, each once.
        return types is null ? null : [.. EventTypes.All.Where(types.Contains)];
    }

    private static string[]? ReadArticles(JsonFields fields) =>
        ReadList(fields, "articles", ArticleId.IsValid, $"Give a list of 1 to {MaxArticles} ids of articles.", MaxArticles)?.Distinct().ToArray();

    private static string[]? ReadList(JsonFields fields, string name, Predicate<string> isOne, string message, int most)
    {
        if (!fields.TryGet(name, out var value))
        {
            return null;
        }

        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : "").ToArray() : [];
        if (items.Length == 0 || items.Length > most || !Array.TrueForAll(items, isOne))
        {
            fields.Error(name, message);
        }

        return items;
    }

    /// <summary>A position, as text or as a number.</summary>
    public static string? ReadAfter(JsonFields fields)
    {
        if (!fields.TryGet("after", out var value))
        {
            return null;
        }

        var text = value.ValueKind switch { JsonValueKind.String => value.GetString()!, JsonValueKind.Number => value.GetRawText(), _ => "" };
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return text;
        }

        fields.Error("after", "This is not a position: give the next of the feed, or 0.");
        return null;
    }

    private static bool? ReadSnapshot(JsonFields fields)
    {
        if (!fields.TryGet("snapshot", out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        fields.Error("snapshot", "Give true or false.");
        return null;
    }
}
