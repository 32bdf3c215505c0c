using System.Runtime.InteropServices;
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

    /// <summary>Sketches in a generation, some 4 MB. When it is full, what has not been seen since it began is forgotten.</summary>
    private const int MostInGeneration = 50_000;

    /// <summary>No campaign is counted further.</summary>
    private const int MostInCluster = 200;

    private readonly Lock turn = new();
    private Dictionary<long, Cluster> young = [];
    private Dictionary<long, Cluster> old = [];
    private int inYoung;
    private bool isWarm;

    /// <summary>Reads what was stored lately, once. May be asked again and again until it comes back.</summary>
    public async ValueTask WarmAsync(DateTime since, CancellationToken cancellation)
    {
        if (isWarm)
        {
            return;
        }

        var stored = await database.ReadAsync(Stored, ReadSketches, cancellation, Ids.Lowest(since));
        lock (turn)
        {
            for (var i = stored.Count - 1; i >= 0 && !isWarm; i--)
            {
                CountAndAdd(stored[i], TimeSpan.Zero);
            }

            isWarm = true;
        }
    }

    /// <summary>How many authors and articles sent nearly the same text within the window before a submission, which is remembered.</summary>
    public int CountAndAdd(long sketch, Submission submission, TimeSpan window)
    {
        lock (turn)
        {
            return CountAndAdd(new Seen(submission.Id, sketch, submission.AuthorKey, submission.ArticleId), window);
        }
    }

    private int CountAndAdd(Seen one, TimeSpan window)
    {
        var key = Sketch.ClusterOf(one.Sketch);
        if (!young.TryGetValue(key, out var cluster))
        {
            cluster = old.Remove(key, out var kept) ? kept : new Cluster();
            MakeRoom();
            young[key] = cluster;
            inYoung += cluster.Count;
        }

        var before = cluster.Count;
        var similar = cluster.CountAndAdd(one, one.Ticks - window.Ticks);
        inYoung += cluster.Count - before;
        return similar;
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

    private void MakeRoom()
    {
        if (inYoung >= MostInGeneration)
        {
            (old, young, inYoung) = (young, [], 0);
        }
    }

    /// <summary>Texts of which some are nearly the same, each author's last on each article: one who repeats alone is no campaign.</summary>
    private sealed class Cluster
    {
        private readonly List<Seen> all = [];
        private int oldest;

        public int Count => all.Count;

        public int CountAndAdd(Seen one, long since)
        {
            var (similar, own) = (0, -1);
            var known = CollectionsMarshal.AsSpan(all);
            for (var i = 0; i < known.Length; i++)
            {
                ref readonly var other = ref known[i];
                if (other.AuthorKey == one.AuthorKey && other.ArticleHash == one.ArticleHash)
                {
                    own = i;
                }
                else if (other.Ticks >= since && Sketch.AreSimilar(other.Sketch, one.Sketch))
                {
                    similar++;
                }
            }

            if (own >= 0)
            {
                known[own] = one;
            }
            else if (all.Count < MostInCluster)
            {
                all.Add(one);
            }
            else
            {
                known[oldest] = one;
                oldest = (oldest + 1) % MostInCluster;
            }

            return similar;
        }
    }

    private readonly record struct Seen(long Sketch, long AuthorKey, int ArticleHash, long Ticks)
    {
        public Seen(Guid id, long sketch, long authorKey, string articleId)
            : this(sketch, authorKey, string.GetHashCode(articleId, StringComparison.Ordinal), Ids.TimeOf(id).Ticks)
        {
        }
    }
}
