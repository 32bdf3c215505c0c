using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Moderation;
using CommentService.Moderation.Text;

namespace CommentService.Review;

/// <summary>What to change about an article: a member that was not named stays as it is.</summary>
internal sealed record ArticleChanges
{
    private const int MaxTitleLength = 300;

    [Description("At most 300 characters; null clears it, and a page may set it again")]
    public string? Title { get; init; }

    [Description("http or https; null clears it, and a page may set it again")]
    public string? Url { get; init; }

    [Description("true opens it at once, also where closeAt has passed, which is then cleared")]
    public bool? Open { get; init; }

    [Description("When readers can no longer post, RFC 3339; null is never")]
    public DateTime? CloseAt { get; init; }

    [JsonConverter(typeof(LowerCase<ModerationMode>))]
    public ModerationMode? Mode { get; init; }

    [Description("Why; for the audit, at most 200 characters")]
    public string? Reason { get; init; }

    [JsonIgnore]
    public bool NamesTitle { get; init; }

    [JsonIgnore]
    public bool NamesUrl { get; init; }

    [JsonIgnore]
    public bool NamesCloseAt { get; init; }

    /// <summary>Whether it names anything to change.</summary>
    [JsonIgnore]
    public bool NamesColumns => NamesTitle || NamesUrl || NamesCloseAt || Open is not null || Mode is not null;

    public static ArticleChanges Read(JsonFields fields) => new()
    {
        Title = fields.Text("title", MaxTitleLength),
        NamesTitle = fields.Has("title"),
        Url = ReadUrl(fields),
        NamesUrl = fields.Has("url"),
        Open = ReadOpen(fields),
        CloseAt = fields.Moment("closeAt"),
        NamesCloseAt = fields.Has("closeAt"),
        Mode = ReadMode(fields),
        Reason = fields.Text("reason", Review.Reason.MaxLength),
    };

    private static string? ReadUrl(JsonFields fields)
    {
        var url = fields.Text("url");
        if (SubmissionRules.CheckWebsite(url) is { } wrong)
        {
            fields.Error("url", wrong);
        }

        return url;
    }

    private static bool? ReadOpen(JsonFields fields)
    {
        if (!fields.Has("open"))
        {
            return null;
        }

        if (fields.TryGet("open", out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        fields.Error("open", "Give true or false.");
        return null;
    }

    private static ModerationMode? ReadMode(JsonFields fields) => !fields.Has("mode") ? null : fields.Choice(
        "mode", ("inherit", ModerationMode.Inherit), ("premoderate", ModerationMode.Premoderate), ("postmoderate", ModerationMode.Postmoderate));
}
