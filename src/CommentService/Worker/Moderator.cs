using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Moderation.Classifiers;
using CommentService.Storage;
using Microsoft.Extensions.Options;

namespace CommentService.Worker;

/// <summary>Asks the policy about each submission of a group, and the article about its place in it.</summary>
internal sealed class Moderator(Policies policies, LearnedWeights weights, FactLoader loader, IOptions<ArticleOptions> articles)
{
    private readonly bool refusesUnknown = articles.Value.UnknownArticles == UnknownArticles.Refuse;

    /// <summary>Replies nest this deep; a deeper one attaches to the deepest comment that may have replies.</summary>
    public const int MaxDepth = 5;

    public async Task<IReadOnlyList<JudgedSubmission>> JudgeAsync(IReadOnlyList<Submission> group, CancellationToken cancellation)
    {
        var (version, policy) = await policies.CurrentAsync(cancellation);
        var learned = await weights.CurrentAsync(cancellation);
        var textKeys = group.Select(s => Policy.Fingerprint(s.Comment)).ToList();
        var facts = await loader.LoadAsync(group, textKeys, policy, cancellation);
        var judged = new List<JudgedSubmission>(group.Count);
        for (var i = 0; i < group.Count; i++)
        {
            var result = Judge(group[i], textKeys[i], facts, policy, version, learned);
            facts.Remember(group[i], textKeys[i], result.Status, result.Depth, result.ParentId);
            judged.Add(result);
        }

        return judged;
    }

    private JudgedSubmission Judge(Submission submission, long? textKey, GroupFacts groupFacts, Policy policy, int policyVersion, SiteWeights learned)
    {
        var (parentId, depth, isThere) = PlaceOf(submission, groupFacts);
        var facts = groupFacts.For(submission, textKey);
        if (ObstaclesOf(groupFacts.Articles.GetValueOrDefault(submission.ArticleId, ArticleFact.Unknown), isThere) is { Length: > 0 } obstacles)
        {
            facts = facts with { Obstacles = obstacles };
        }

        var input = new ModerationInput(submission.Name, submission.Comment, submission.Email, submission.Website, submission.Language, submission.HoneypotFilled);
        if (learned.FactFor(input) is { } taught)
        {
            facts = facts with { Learned = taught };
        }

        return new JudgedSubmission(submission, policy.Judge(input, facts), facts, textKey, policyVersion, depth, parentId);
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
