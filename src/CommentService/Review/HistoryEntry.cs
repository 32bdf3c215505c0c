using System.Text.Json.Serialization;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>One change of a comment's status: who, when, from what, to what and why.</summary>
/// <remarks>The actor is the key's name at that time, or <c>rules</c>; <c>from</c> is null for the first verdict.</remarks>
internal sealed record HistoryEntry(
    DateTime At,
    string Actor,
    [property: JsonConverter(typeof(LowerCase<CommentStatus>))] CommentStatus? From,
    [property: JsonConverter(typeof(LowerCase<CommentStatus>))] CommentStatus To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null)
{
    public static Task<HistoryEntry[]> OfAsync(CommentDb db, Guid comment, CancellationToken cancellation) => db.Changes
        .Where(c => c.CommentId == comment)
        .OrderBy(c => c.Version)
        .Select(c => new HistoryEntry(c.At, c.ActorId == null ? "rules" : c.Actor ?? "", c.From, c.To, c.Reason, c.Note))
        .ToArrayAsync(cancellation);
}
