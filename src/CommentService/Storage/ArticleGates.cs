using System.Collections.Concurrent;

namespace CommentService.Storage;

/// <summary>
/// What intake lately read of articles. A second old it is read anew, so what another process changed shows within that
/// time; what this process changes shows at once.
/// </summary>
internal sealed class ArticleGates
{
    private static readonly long Fresh = TimeProvider.System.TimestampFrequency;

    private Generation known = new();

    /// <summary>
    /// What was read within the last second, by article. What is read from now on is written into the same: if an article
    /// changes meanwhile, nobody looks into it any more. By the machine's own clock: this is about what is in memory.
    /// </summary>
    public ConcurrentDictionary<string, ArticleGate> Now()
    {
        if (TimeProvider.System.GetTimestamp() - known.Began > Fresh)
        {
            Forget();
        }

        return known.Gates;
    }

    /// <summary>An article has changed.</summary>
    public void Forget() => known = new();

    private sealed class Generation
    {
        public ConcurrentDictionary<string, ArticleGate> Gates { get; } = new(StringComparer.Ordinal);

        public long Began { get; } = TimeProvider.System.GetTimestamp();
    }
}

/// <summary>Whether an article is known, and takes comments.</summary>
internal readonly record struct ArticleGate(bool IsKnown, bool Open, DateTime? CloseAt)
{
    /// <summary>Of an article that nobody has commented on or registered.</summary>
    public static ArticleGate Unknown { get; } = new(false, true, null);
}
