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
    /// <summary>Sketches kept at most, some 10 MB.</summary>
    private const int Most = 100_000;

    /// <summary>No campaign is counted further.</summary>
    private const int MostInCluster = 200;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, List<Seen>> _clusters = [];
    private readonly Queue<long> _order = [];

    /// <summary>How many authors and articles sent nearly the same text within the window before a submission, which is remembered.</summary>
    public int CountAndAdd(long sketch, Submission submission, TimeSpan window)
    {
        var cluster = Sketch.ClusterOf(sketch);
        var since = Ids.TimeOf(submission.Id) - window;
        lock (_lock)
        {
            if (!_clusters.TryGetValue(cluster, out var seen))
            {
                _clusters[cluster] = seen = [];
            }

            var similar = seen
                .Where(one => one.Id != submission.Id && Ids.TimeOf(one.Id) >= since && Sketch.AreSimilar(one.Sketch, sketch))
                .Select(one => (one.AuthorKey, one.ArticleId))
                .Distinct()
                .Count(one => one != (submission.AuthorKey, submission.ArticleId));
            Add(seen, cluster, new Seen(submission.Id, sketch, submission.AuthorKey, submission.ArticleId));
            return similar;
        }
    }

    private void Add(List<Seen> seen, long cluster, Seen one)
    {
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
