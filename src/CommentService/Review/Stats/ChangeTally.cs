using CommentService.Storage;

namespace CommentService.Review.Stats;

/// <summary>Adds up the changes of a range's comments, each comment's in the order of its versions.</summary>
internal sealed class ChangeTally(StatsRange range)
{
    /// <summary>All changes of the comments of a range: read along an index, in order, and nothing of the comments themselves.</summary>
    public static readonly Statement Changes = new(
        """
        SELECT "CommentId", "Version", "From", "To", "At", "ActorId" IS NULL FROM "Changes"
        WHERE "CommentId" >= @from AND "CommentId" < @to ORDER BY "CommentId", "Version"
        """,
        "@from", "@to");

    private readonly int[,] verdicts = new int[range.Buckets, 4];
    private readonly int[] statuses = new int[4];
    private readonly List<double> seconds = [];
    private Guid comment;
    private CommentStatus status;
    private bool isDecided;

    public ChangeTally AddAll(Rows rows, CancellationToken cancellation)
    {
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            Add(rows);
        }

        EndComment();
        return this;
    }

    public StatsBucket[] Buckets() => [.. Enumerable.Range(0, range.Buckets).Select(i => new StatsBucket(
        range.FirstStart + (i * range.Bucket),
        verdicts[i, (int)CommentStatus.Approved] + verdicts[i, (int)CommentStatus.Held] + verdicts[i, (int)CommentStatus.Rejected],
        verdicts[i, (int)CommentStatus.Approved],
        verdicts[i, (int)CommentStatus.Held],
        verdicts[i, (int)CommentStatus.Rejected]))];

    public StatusCounts Statuses() => new(
        statuses[(int)CommentStatus.Held], statuses[(int)CommentStatus.Approved], statuses[(int)CommentStatus.Rejected], statuses[(int)CommentStatus.Removed]);

    public DecisionTimes Times()
    {
        seconds.Sort();
        return new(seconds.Count, Percentile(0.5), Percentile(0.95));
    }

    private void Add(Rows row)
    {
        if (row.Number(1) == 1)
        {
            EndComment();
            (comment, isDecided) = (row.Id(0), false);
            verdicts[Math.Clamp(range.BucketOf(comment), 0, range.Buckets - 1), row.Number(3)]++;
        }
        else if (!isDecided && !row.IsNull(2) && row.Number(2) == (int)CommentStatus.Held && !row.Flag(5))
        {
            isDecided = true;
            // A clock that was set back between the two is no negative time.
            seconds.Add(Math.Max(0, (row.Time(4) - Ids.TimeOf(comment)).TotalSeconds));
        }

        status = (CommentStatus)row.Number(3);
    }

    private void EndComment()
    {
        if (comment != Guid.Empty)
        {
            statuses[(int)status]++;
        }
    }

    /// <summary>By nearest rank: a time that was measured, not one between two.</summary>
    private double? Percentile(double share) => seconds.Count == 0 ? null : seconds[(int)Math.Ceiling(share * seconds.Count) - 1];
}
