using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.Extensions.Options;

namespace CommentService.Worker;

/// <summary>Asks the policy about each submission of a group, and the article about its place in it.</summary>
internal sealed class Moderator(Policies policies, FactLoader loader, IOptions<ArticleOptions> articles)
{
    private readonly bool refusesUnknown = articles.Value.UnknownArticles == UnknownArticles.Refuse;

    /// <summary>Replies nest this deep; a deeper one attaches to the deepest comment that may have replies.</summary>
    public const int MaxDepth = 5;

    /// <summary>Lets the policy in force read a group's texts: all that needs neither facts nor the group before this one.</summary>
    public async Task<ReadGroup> ReadAsync(IReadOnlyList<Submission> group, CancellationToken cancellation)
    {
        var (version, policy) = await policies.CurrentAsync(cancellation);
        return new(group, [.. group.Select(s => policy.Read(InputOf(s)))], [.. group.Select(s => Policy.Fingerprint(s.Comment))], policy, version);
    }

    /// <summary>Judges a group by what is stored at this moment; each of it sees those before it as if they were stored.</summary>
    public async Task<IReadOnlyList<JudgedSubmission>> JudgeAsync(PreparedReads reads, ReadGroup group, CancellationToken cancellation)
    {
        var facts = await loader.LoadAsync(reads, group.Submissions, group.TextKeys, group.Policy, cancellation);
        var judged = new List<JudgedSubmission>(group.Submissions.Count);
        for (var i = 0; i < group.Submissions.Count; i++)
        {
            var result = Judge(group.Submissions[i], group.Readings[i], group.TextKeys[i], facts, group.PolicyVersion);
            facts.Remember(group.Submissions[i], group.TextKeys[i], result.Status, result.Depth, result.ParentId);
            judged.Add(result);
        }

        return judged;
    }

    private static ModerationInput InputOf(Submission submission) =>
        new(submission.Name, submission.Comment, submission.Email, submission.Website, submission.Language, submission.HoneypotFilled);

    private JudgedSubmission Judge(Submission submission, Reading reading, long? textKey, GroupFacts groupFacts, int policyVersion)
    {
        var (parentId, depth, isThere) = PlaceOf(submission, groupFacts);
        var facts = groupFacts.For(submission, textKey);
        if (ObstaclesOf(groupFacts.Articles.GetValueOrDefault(submission.ArticleId, ArticleFact.Unknown), isThere) is { Length: > 0 } obstacles)
        {
            facts = facts with { Obstacles = obstacles };
        }

        return new JudgedSubmission(submission, reading.Judge(facts), facts, textKey, policyVersion, depth, parentId);
    }

    private Obstacle[] ObstaclesOf(ArticleFact article, bool isParentThere)
    {
        Obstacle? ofArticle = refusesUnknown && !article.IsKnown ? Obstacle.ArticleUnknown : !article.IsOpen ? Obstacle.ArticleClosed : null;
        return (ofArticle, isParentThere) switch
        {
            (null, true) => [],
            (null, false) => [Obstacle.ParentMissing],
            ({ } obstacle, true) => [obstacle],
            ({ } obstacle, false) => [obstacle, Obstacle.ParentMissing],
        };
    }

    private static (Guid? ParentId, int Depth, bool IsThere) PlaceOf(Submission submission, GroupFacts facts)
    {
        if (submission.ParentId is not { } parentId)
        {
            return (null, 1, true);
        }

        if (!facts.Parents.TryGetValue(parentId, out var parent) || parent.ArticleId != submission.ArticleId)
        {
            return (null, 1, false);
        }

        return parent.Depth < MaxDepth
            ? (parentId, parent.Depth + 1, parent.Status == CommentStatus.Approved)
            : (parent.ParentId, MaxDepth, parent.Status == CommentStatus.Approved);
    }
}

/// <summary>Submissions whose texts a policy has read.</summary>
internal sealed record ReadGroup(IReadOnlyList<Submission> Submissions, IReadOnlyList<Reading> Readings, IReadOnlyList<long?> TextKeys, Policy Policy, int PolicyVersion);
