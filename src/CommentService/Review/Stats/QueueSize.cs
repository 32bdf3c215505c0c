using CommentService.Storage;

namespace CommentService.Review.Stats;

/// <summary>
/// How many comments wait. Counted once; from then on only the changes since are added up, so that the answer costs as
/// little for a queue of a hundred thousand as for one of ten.
/// </summary>
/// <remarks>Exact where the order of writing is that of the commits, as with one writer.</remarks>
internal sealed class QueueSize
{
    /// <summary>More changes than this cost more to add up than the queue to count.</summary>
    private const int MostChanges = 20_000;

    private static readonly Statement CountAll = new(
        $"""SELECT (SELECT COUNT(*) FROM "Comments" WHERE "Status" = {(int)CommentStatus.Held}), (SELECT COALESCE(MAX("Sequence"), 0) FROM "Changes")""");

    private static readonly Statement Newest = new("""SELECT COALESCE(MAX("Sequence"), 0) FROM "Changes" """);

    private static readonly Statement AddUp = new(
        $"""
        SELECT COALESCE(SUM(CASE WHEN "To" = {(int)CommentStatus.Held} THEN 1 ELSE 0 END - CASE WHEN "From" = {(int)CommentStatus.Held} THEN 1 ELSE 0 END), 0)
        FROM "Changes" WHERE "Sequence" > @after
        """,
        "@after");

    private Counted? last;

    /// <param name="session">A session that has begun: its reads see one state.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async ValueTask<long> CountAsync(ReadSession session, CancellationToken cancellation)
    {
        var newest = await session.RunAsync(Newest, Number, cancellation);
        // One that another request has counted meanwhile may be ahead of what this one sees.
        var known = last is { } counted && newest >= counted.Sequence && newest - counted.Sequence <= MostChanges
            ? new Counted(newest, counted.Size + await session.RunAsync(AddUp, Number, cancellation, counted.Sequence))
            : await session.RunAsync(CountAll, row => row.Read() ? new Counted(row.Number(1), row.Number(0)) : new Counted(0, 0), cancellation);
        last = known;
        return known.Size;
    }

    private static long Number(Rows row) => row.Read() ? row.Number(0) : 0;

    private sealed record Counted(long Sequence, long Size);
}
