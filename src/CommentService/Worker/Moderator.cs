using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Moderation.Classifiers;
using CommentService.Storage;
using CommentService.Worker.External;
using Microsoft.Extensions.Options;

namespace CommentService.Worker;

/// <summary>Asks the policy about each submission of a group, and the article about its place in it.</summary>
internal sealed class Moderator(Policies policies, LearnedWeights weights, FactLoader loader, RecentSketches sketches, ExternalAsks external, IOptions<ArticleOptions> articles)
{
    private readonly bool refusesUnknown = articles.Value.UnknownArticles == UnknownArticles.Refuse;

    /// <summary>Replies nest this deep; a deeper one attaches to the deepest comment that may have replies.</summary>
    public const int MaxDepth = 5;

    /// <summary>Lets the policy in force read a group's texts: all that needs neither facts nor the group before this one.</summary>
    public async Task<ReadGroup> ReadAsync(IReadOnlyList<Submission> group, CancellationToken cancellation)
    {
        var (version, policy) = await policies.CurrentAsync(cancellation);
        if (policy.CampaignWindow > TimeSpan.Zero && group.Count > 0)
        {
            await sketches.WarmAsync(Ids.TimeOf(group.Min(s => s.Id)) - policy.CampaignWindow, cancellation);
        }

        var learned = await weights.CurrentAsync(cancellation);
        return new([.. group.Select(submission => Read(submission, policy, learned))], policy, version);
    }

    /// <summary>Judges a group by what is stored at this moment; each of it sees those before it as if they were stored.</summary>
    public async Task<IReadOnlyList<JudgedSubmission>> JudgeAsync(PreparedReads reads, ReadGroup group, CancellationToken cancellation)
    {
        var facts = await loader.LoadAsync(reads, group.Submissions.ConvertAll(one => one.Submission), group.Submissions.ConvertAll(one => one.TextKey), group.Policy, cancellation);
        var judged = new List<JudgedSubmission>(group.Submissions.Count);
        foreach (var one in group.Submissions)
        {
            var result = Judge(one, facts, group.Policy, group.PolicyVersion);
            facts.Remember(one.Submission, one.TextKey, result.Status, result.Depth, result.ParentId);
            judged.Add(result);
        }

        return judged;
    }

    private ReadSubmission Read(Submission submission, Policy policy, SiteWeights learned)
    {
        var reading = new Reading(new(submission.Name, submission.Comment, submission.Email, submission.Website, submission.Language, submission.HoneypotFilled)
        {
            ArticleId = submission.ArticleId,
            SubmittedAt = Ids.TimeOf(submission.Id),
        });
        var (textKey, sketch) = (reading.TextKey, reading.Sketch);
        // Counted here, where the store of the group before does not wait for it.
        var similar = policy.CampaignWindow > TimeSpan.Zero && sketch is { } found ? sketches.CountAndAdd(found, submission, policy.CampaignWindow) : 0;
        return new(submission, policy.Begin(reading, learned), textKey, similar);
    }

    private JudgedSubmission Judge(ReadSubmission read, GroupFacts groupFacts, Policy policy, int policyVersion)
    {
        var submission = read.Submission;
        var (parentId, depth, isThere) = PlaceOf(submission, groupFacts);
        var facts = groupFacts.For(submission, read.TextKey);
        if (ObstaclesOf(groupFacts.Articles.GetValueOrDefault(submission.ArticleId, ArticleFact.Unknown), isThere) is { Length: > 0 } obstacles)
        {
            facts = facts with { Obstacles = obstacles };
        }

        if (read.SimilarRecent > 0)
        {
            facts = facts with { SimilarRecent = read.SimilarRecent };
        }

        if (external.Find(policy.External, submission.Id) is { } answer)
        {
            facts = facts with { External = answer };
        }

        if (read.Verdict.Learned is { } taught)
        {
            facts = facts with { Learned = taught };
        }

        var verdict = read.Verdict.Complete(facts);
        return new JudgedSubmission(submission, verdict, facts, read.TextKey, policyVersion, depth, parentId)
        {
            // Nobody outside needs to see what is rejected anyway.
            Waits = facts.External is { State: ExternalState.NotAsked } && verdict.Outcome != Outcome.Reject ? policy.External : null,
        };
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
internal sealed record ReadGroup(List<ReadSubmission> Submissions, Policy Policy, int PolicyVersion);

/// <summary>A submission and what its text alone told.</summary>
internal sealed record ReadSubmission(Submission Submission, PartialVerdict Verdict, long? TextKey, int SimilarRecent);
