namespace CommentService.Storage;

/// <summary>How long a request is known again, by the first submission's time.</summary>
internal static class RequestLife
{
    private static readonly TimeSpan OfDoubleClick = TimeSpan.FromMinutes(5);

    /// <summary>Of one that the client gave a key: no other is known for longer.</summary>
    public static TimeSpan OfKey { get; } = TimeSpan.FromHours(24);

    /// <param name="contentKey">0 where the client gave no key, and a request is known by what was sent: a double click.</param>
    public static TimeSpan Of(long contentKey) => contentKey == 0 ? OfDoubleClick : OfKey;
}
