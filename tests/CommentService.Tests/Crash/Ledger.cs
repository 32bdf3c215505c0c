using System.Collections.Concurrent;

namespace CommentService.Tests.Crash;

/// <summary>A decision that a moderator sent; its version is known once it was answered with 200.</summary>
internal sealed record SentDecision(Guid Comment, string To, int? Version);

/// <summary>What the outside world knows: what was sent and what was answered. The service is measured against it.</summary>
/// <param name="manyProcesses">Whether several take posts: then a retry may be answered with another id, which is the same comment's.</param>
internal sealed class Ledger(bool manyProcesses = false)
{
    private readonly ConcurrentQueue<Post> posts = new();
    private readonly ConcurrentQueue<SentDecision> decisions = new();
    private readonly ConcurrentQueue<string> contradictions = new();
    private int numbers;
    private int refusals;

    public IReadOnlyCollection<Post> Posts => posts;

    public IEnumerable<Post> Accepted => posts.Where(p => p.Id is not null);

    public IEnumerable<Post> Unanswered => posts.Where(p => p.Id is null && !p.IsGivenUp);

    /// <summary>Decisions that were sent, answered or not.</summary>
    public IReadOnlyCollection<SentDecision> Decisions => decisions;

    /// <summary>Answers that no contract allows, or that contradict an earlier answer.</summary>
    public IReadOnlyCollection<string> Contradictions => contradictions;

    /// <summary>Posts that were answered with 503: not taken, to be sent again.</summary>
    public int Refusals => refusals;

    public Post NewPost()
    {
        var post = new Post(Interlocked.Increment(ref numbers));
        posts.Enqueue(post);
        return post;
    }

    public void Accept(Post post, Guid id)
    {
        lock (post)
        {
            if (post.Ids.Contains(id))
            {
                return;
            }

            if (post.Id is { } earlier && !manyProcesses)
            {
                Contradict($"'{post.Text}' was accepted as {earlier} and again as {id}");
            }

            post.Ids.Add(id);
        }
    }

    /// <summary>Readers who got no answer do not send again: what is stored of theirs stands for itself, and of the rest nothing is expected.</summary>
    public void GiveUpUnanswered(IReadOnlyList<StoredComment> stored)
    {
        var ids = stored.DistinctBy(comment => comment.Text).ToDictionary(comment => comment.Text, comment => comment.Id);
        foreach (var post in Unanswered.ToList())
        {
            post.IsGivenUp = !ids.TryGetValue(post.Text, out var id);
            if (!post.IsGivenUp)
            {
                Accept(post, id);
            }
        }
    }

    public void Refuse() => Interlocked.Increment(ref refusals);

    public void Decide(Guid comment, string to, int? version) => decisions.Enqueue(new SentDecision(comment, to, version));

    public void Contradict(string what) => contradictions.Enqueue(what);
}
