using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Moderation;

namespace CommentService.Review.Bans;

/// <summary>Whom to ban: by one of their comments, or written out.</summary>
internal sealed record BanRequest
{
    [JsonConverter(typeof(LowerCase<BanKind>)), Description("author (by email, else by name and network address), email and address reject; name holds, since a name alone may be anyone's")]
    public required BanKind Kind { get; init; }

    [Description("One of their comments; instead of value")]
    public Guid? CommentId { get; init; }

    [Description("An email address (author, email), an IP address (address) or a name (name); instead of commentId")]
    public string? Value { get; init; }

    [Description("Shown with each comment that the ban catches; at most 200 characters")]
    public string? Reason { get; init; }

    [Description("When it ends, RFC 3339; without one it does not")]
    public DateTime? ExpiresAt { get; init; }

    public static BanRequest Read(JsonFields fields, DateTime now)
    {
        var request = new BanRequest
        {
            Kind = ReadKind(fields),
            CommentId = ReadComment(fields),
            Value = fields.Text("value"),
            Reason = fields.Text("reason", Review.Reason.MaxLength),
            ExpiresAt = fields.Moment("expiresAt"),
        };
        if (request.ExpiresAt <= now)
        {
            fields.Error("expiresAt", "Give a moment that is still to come.");
        }

        if (fields.TryGet("value", out _) == fields.TryGet("commentId", out _))
        {
            fields.Error("value", "Give either a value or a commentId.");
        }

        return request;
    }

    private static BanKind ReadKind(JsonFields fields) => fields.Choice(
        "kind", ("author", BanKind.Author), ("email", BanKind.Email), ("address", BanKind.Address), ("name", BanKind.Name)) ?? default;

    private static Guid? ReadComment(JsonFields fields)
    {
        if (!fields.TryGet("commentId", out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && Queue.TryReadId(value.GetString()!, out var id))
        {
            return id;
        }

        fields.Error("commentId", "Give a comment's id.");
        return null;
    }
}
