using CommentService.Storage;

namespace CommentService.Review.Stats;

/// <summary>
/// How many comments wait. Counted once; from then on only the changes since are added up, so that the answer costs as
/// little for a queue of a hundred thousand as for one of ten.
/// </summary>
/// <remarks>
/// By position, which is given after the commit and so has no gap that fills up later; what has none yet is never more
/// than a moment's worth, and is added up each time.
/// </remarks>
internal sealed class QueueSize
{
    /// <summary>More changes than this cost more to add up than the queue to count.</summary>
    private const int MostChanges = 20_000;

    private static readonly string Growth =
        $"""SELECT COALESCE(SUM(CASE WHEN "To" = {(int)CommentStatus.Held} THEN 1 ELSE 0 END - CASE WHEN "From" = {(int)CommentStatus.Held} THEN 1 ELSE 0 END), 0) FROM "Changes" """;

    private static readonly Statement CountAll = new($"""SELECT COUNT(*) FROM "Comments" WHERE "Status" = {(int)CommentStatus.Held}""");
    private static readonly Statement Head = new("""SELECT COALESCE(MAX("Position"), 0) FROM "Changes" WHERE "Position" IS NOT NULL""");
    private static readonly Statement Since = new(Growth + """WHERE "Position" > @after""", "@after");
    private static readonly Statement Unpositioned = new(Growth + """WHERE "Position" IS NULL""");

    private Counted? last;

    /// <param name="session">A session that has begun: its reads see one state.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async ValueTask<long> CountAsync(ReadSession session, CancellationToken cancellation)
    {
        var head = await session.RunAsync(Head, Number, cancellation);
        var unpositioned = await session.RunAsync(Unpositioned, Number, cancellation);
        // One that another request has counted meanwhile may be ahead of what this one sees.
        var known = last is { } counted && head >= counted.Position && head - counted.Position <= MostChanges
            ? new Counted(head, counted.Size + await session.RunAsync(Since, Number, cancellation, counted.Position))
            : new Counted(head, await session.RunAsync(CountAll, Number, cancellation) - unpositioned);
        last = known;
        return known.Size + unpositioned;
    }

    private static long Number(Rows row) => row.Read() ? row.Number(0) : 0;

    /// <summary>The size that all changes up to a position make.</summary>
    private sealed record Counted(long Position, long Size);
}
