using System.ComponentModel;
using System.Text.Json.Serialization;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Review.Bans;

/// <summary>A ban as it is listed. Of a network address only the hash is kept, which says nothing to anybody and so is not shown.</summary>
internal sealed record BanView(
    Guid Id,
    [property: JsonConverter(typeof(LowerCase<BanKind>))] BanKind Kind,
    [property: Description("The email address or the name; null for a network address, or where it was erased")] string? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("The comment from which it was made")] Guid? CommentId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? ExpiresAt,
    DateTime CreatedAt,
    [property: Description("The name of the key that made it, at that time")] string? CreatedBy)
{
    public static BanView Of(Ban ban) => new(ban.Id, ban.Kind, ban.Value, ban.CommentId, ban.Reason, ban.ExpiresAt, ban.CreatedAt, ban.Actor);
}
