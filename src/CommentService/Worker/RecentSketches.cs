using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Worker;

/// <summary>
/// The sketches of the comments that this process moderated lately, by what nearly the same texts have in common. Kept in
/// memory: an index would cost each comment more than all else that is stored of it. What was stored within the window
/// before the start is read once, so that a restart forgets nothing. Of several processes each counts what it moderates
/// itself and what the others had stored when it started, so that each may count too few. The count goes into the facts,
/// which are stored with the verdict.
/// </summary>
internal sealed class RecentSketches(Database database)
{
    // Half a second of reading at most, at the start.
    private const int MostAtStart = 20_000;

    private static readonly Statement Stored = new(
        $"""
        SELECT "Id", "Text", "AuthorKey", "ArticleId" FROM "Comments"
        WHERE "Id" >= @since AND "Text" <> '' AND "Status" <> {(int)CommentStatus.Removed} ORDER BY "Id" DESC LIMIT {MostAtStart}
        """,
        "@since");

    /// <summary>Sketches kept at most, some 10 MB.</summary>
    private const int Most = 100_000;

    /// <summary>No campaign is counted further.</summary>
    private const int MostInCluster = 200;

    private static readonly List<Seen> None = [];

    private readonly Lock _lock = new();
    private readonly Dictionary<long, List<Seen>> _clusters = [];
    private readonly Queue<long> _order = [];
    private bool _isWarm;

    /// <summary>Reads what was stored lately, once. May be asked again and again, by one caller at a time, until it comes back.</summary>
    public async ValueTask WarmAsync(DateTime since, CancellationToken cancellation)
    {
        if (_isWarm)
        {
            return;
        }

        var stored = await database.ReadAsync(Stored, ReadSketches, cancellation, Ids.Lowest(since));
        lock (_lock)
        {
            for (var i = stored.Count - 1; i >= 0 && !_isWarm; i--)
            {
                Add(stored[i]);
            }

            _isWarm = true;
        }
    }

    private static List<Seen> ReadSketches(Rows row)
    {
        var stored = new List<Seen>();
        while (row.Read())
        {
            if (new Reading(new ModerationInput("", row.Text(1))).Sketch is { } sketch)
            {
                stored.Add(new Seen(row.Id(0), sketch, row.Number(2), row.Text(3)));
            }
        }

        return stored;
    }

    /// <summary>How many authors and articles sent nearly the same text within the window before a submission, which is remembered.</summary>
    public int CountAndAdd(long sketch, Submission submission, TimeSpan window)
    {
        var cluster = Sketch.ClusterOf(sketch);
        var since = Ids.TimeOf(submission.Id) - window;
        lock (_lock)
        {
            var similar = _clusters.GetValueOrDefault(cluster, None)
                .Where(one => one.Id != submission.Id && Ids.TimeOf(one.Id) >= since && Sketch.AreSimilar(one.Sketch, sketch))
                .Select(one => (one.AuthorKey, one.ArticleId))
                .Distinct()
                .Count(one => one != (submission.AuthorKey, submission.ArticleId));
            Add(new Seen(submission.Id, sketch, submission.AuthorKey, submission.ArticleId));
            return similar;
        }
    }

    private void Add(Seen one)
    {
        var cluster = Sketch.ClusterOf(one.Sketch);
        if (!_clusters.TryGetValue(cluster, out var seen))
        {
            _clusters[cluster] = seen = [];
        }

        // A submission that comes again is known already.
        if (seen.Exists(other => other.Id == one.Id))
        {
            return;
        }

        if (seen.Count == MostInCluster)
        {
            // Its place in the order stays; the new one takes it.
            seen.RemoveAt(0);
        }
        else
        {
            _order.Enqueue(cluster);
        }

        seen.Add(one);
        if (_order.Count > Most)
        {
            Forget(_order.Dequeue());
        }
    }

    private void Forget(long cluster)
    {
        var seen = _clusters[cluster];
        seen.RemoveAt(0);
        if (seen.Count == 0)
        {
            _clusters.Remove(cluster);
        }
    }

    private readonly record struct Seen(Guid Id, long Sketch, long AuthorKey, string ArticleId);
}
