using System.Linq.Expressions;
using CommentService.Storage;

namespace CommentService.Events;

/// <summary>What a change is called. Exactly one event tells of each change.</summary>
internal static class EventType
{
    /// <summary>Leaving approved is a removal, whatever the comment is then.</summary>
    public static string Of(CommentStatus? from, CommentStatus to) => (from, to) switch
    {
        (CommentStatus.Approved, _) => EventTypes.Removed,
        (_, CommentStatus.Approved) => EventTypes.Approved,
        (_, CommentStatus.Held) => EventTypes.Held,
        _ => EventTypes.Rejected,
    };

    /// <summary>The same as <see cref="Of"/>, as a condition for the database: a change that is called one of these.</summary>
    public static Expression<Func<StateChange, bool>> Condition(IReadOnlyCollection<string> types)
    {
        var (removed, approved) = (types.Contains(EventTypes.Removed), types.Contains(EventTypes.Approved));
        var (held, rejected) = (types.Contains(EventTypes.Held), types.Contains(EventTypes.Rejected));
        return c => (removed && c.From == CommentStatus.Approved)
            || (approved && c.To == CommentStatus.Approved)
            || (held && c.To == CommentStatus.Held && (c.From == null || c.From != CommentStatus.Approved))
            || (rejected && c.To == CommentStatus.Rejected);
    }
}
