using System.Linq.Expressions;
using CommentService.Storage;

namespace CommentService.Events;

/// <summary>What a change is called. Exactly one event tells of each change.</summary>
internal static class EventType
{
    public const string Held = "comment.held";
    public const string Approved = "comment.approved";
    public const string Rejected = "comment.rejected";
    public const string Removed = "comment.removed";

    /// <summary>Leaving approved is a removal, whatever the comment is then.</summary>
    public static string Of(CommentStatus? from, CommentStatus to) => (from, to) switch
    {
        (CommentStatus.Approved, _) => Removed,
        (_, CommentStatus.Approved) => Approved,
        (_, CommentStatus.Held) => Held,
        _ => Rejected,
    };

    /// <summary>The same as <see cref="Of"/>, as a condition for the database; null for an unknown type.</summary>
    public static Expression<Func<StateChange, bool>>? Condition(string type) => type switch
    {
        Removed => c => c.From == CommentStatus.Approved,
        Approved => c => c.To == CommentStatus.Approved,
        Held => c => c.To == CommentStatus.Held && (c.From == null || c.From != CommentStatus.Approved),
        Rejected => c => c.To == CommentStatus.Rejected,
        _ => null,
    };
}
