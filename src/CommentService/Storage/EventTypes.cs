namespace CommentService.Storage;

/// <summary>The types of events that a key may be limited to. What is reserved for edited and erased comments goes to whoever gets approved.</summary>
internal static class EventTypes
{
    public const string Held = "comment.held";
    public const string Approved = "comment.approved";
    public const string Rejected = "comment.rejected";
    public const string Removed = "comment.removed";

    public static IReadOnlyList<string> All { get; } = [Held, Approved, Rejected, Removed];

    /// <summary>What a key follows unless it was made for more: held and rejected events carry texts that no reader sees.</summary>
    public static IReadOnlyList<string> Public { get; } = [Approved, Removed];

    /// <summary>As they are stored.</summary>
    public static string Join(IEnumerable<string> types) => string.Join(' ', types);

    /// <summary>Out of what is stored; null, all.</summary>
    public static IReadOnlyList<string> Split(string? stored) => stored is null ? All : stored.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
