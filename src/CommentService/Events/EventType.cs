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
}
