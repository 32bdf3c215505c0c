using System.Runtime.InteropServices;
using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Worker;

/// <summary>
/// The sketches of the comments that this process moderated lately, by what nearly the same texts have in common. Kept in
/// memory: an index would cost each comment more than all else that is stored of it, and what a restart forgets is at most
/// one window. The count goes into the facts, which are stored with the verdict.
/// </summary>
internal sealed class RecentSketches
{
    /// <summary>Sketches in a generation, some 4 MB. When it is full, what has not been seen since it began is forgotten.</summary>
    private const int MostInGeneration = 50_000;

    /// <summary>No campaign is counted further.</summary>
    private const int MostInCluster = 200;

    private readonly Lock turn = new();
    private Dictionary<long, Cluster> young = [];
    private Dictionary<long, Cluster> old = [];
    private int inYoung;

    /// <summary>How many authors and articles sent nearly the same text within the window before a submission, which is remembered.</summary>
    public int CountAndAdd(long sketch, Submission submission, TimeSpan window)
    {
        var key = Sketch.ClusterOf(sketch);
        var seen = new Seen(submission.AuthorKey, string.GetHashCode(submission.ArticleId, StringComparison.Ordinal), sketch, Ids.TimeOf(submission.Id).Ticks);
        lock (turn)
        {
            if (!young.TryGetValue(key, out var cluster))
            {
                cluster = old.Remove(key, out var kept) ? kept : new Cluster();
                MakeRoom();
                young[key] = cluster;
                inYoung += cluster.Count;
            }

            var before = cluster.Count;
            var similar = cluster.CountAndAdd(seen, seen.Ticks - window.Ticks);
            inYoung += cluster.Count - before;
            return similar;
        }
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

    private readonly record struct Seen(long AuthorKey, int ArticleHash, long Sketch, long Ticks);
}
