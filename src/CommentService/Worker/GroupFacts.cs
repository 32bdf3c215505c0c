using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Worker;

/// <summary>What one comment of the past tells the rules.</summary>
internal sealed record PastComment(Guid Id, long AuthorKey, string ArticleId, CommentStatus Status);

/// <summary>What is known of an article; an unknown one is open and inherits.</summary>
internal sealed record ArticleFact(bool IsOpen, ModerationMode Mode, bool IsKnown = true)
{
    public static ArticleFact Unknown { get; } = new(true, ModerationMode.Inherit, IsKnown: false);
}

/// <summary>What is known of a comment that someone answers.</summary>
internal sealed record ParentFact(string ArticleId, CommentStatus Status, int Depth, Guid? ParentId);

/// <summary>
/// All that the rules may know of a group's submissions, loaded in a few queries. A submission sees those before it in
/// the group as if they were stored already.
/// </summary>
internal sealed class GroupFacts(Policy policy)
{
    public Dictionary<string, ArticleFact> Articles { get; } = [];
    public Dictionary<Guid, ParentFact> Parents { get; } = [];

    /// <summary>By author, newest first.</summary>
    public Dictionary<long, List<PastComment>> ByAuthor { get; } = [];
    public Dictionary<long, List<PastComment>> ByText { get; } = [];
    public Dictionary<long, int> RecentByAuthor { get; } = [];
    public Dictionary<long, int> RecentByAddress { get; } = [];
    public Dictionary<string, int> RecentOnArticle { get; } = [];
    public Dictionary<string, ArticleActivity> Activity { get; } = [];
    public Dictionary<Guid, IReadOnlyList<BanFact>> Bans { get; } = [];

    /// <summary>The facts for one submission.</summary>
    public Facts For(Submission submission, long? textKey)
    {
        var same = textKey is { } key && ByText.TryGetValue(key, out var texts) ? texts : [];
        return new Facts
        {
            Mode = Articles.GetValueOrDefault(submission.ArticleId, ArticleFact.Unknown).Mode,
            Author = (AuthorIdentity)submission.AuthorIdentity,
            History = HistoryOf(submission),
            RecentByAuthor = RecentByAuthor.GetValueOrDefault(submission.AuthorKey),
            RecentByAddress = submission.AddressKey is { } address ? RecentByAddress.GetValueOrDefault(address) : 0,
            RecentOnArticle = RecentOnArticle.GetValueOrDefault(submission.ArticleId),
            Activity = Activity.GetValueOrDefault(submission.ArticleId),
            DuplicateBySameAuthor = same.Exists(c => c.Id != submission.Id && c.AuthorKey == submission.AuthorKey),
            DuplicateByOther = same.Exists(c => c.Id != submission.Id && c.AuthorKey != submission.AuthorKey && c.ArticleId == submission.ArticleId),
            Bans = Bans.GetValueOrDefault(submission.Id, []),
        };
    }

    /// <summary>Lets the submissions after this one see it.</summary>
    public void Remember(Submission submission, long? textKey, CommentStatus status, int depth, Guid? parentId)
    {
        var comment = new PastComment(submission.Id, submission.AuthorKey, submission.ArticleId, status);
        ListOf(ByAuthor, submission.AuthorKey).Insert(0, comment);
        RecentByAuthor[submission.AuthorKey] = RecentByAuthor.GetValueOrDefault(submission.AuthorKey) + 1;
        RecentOnArticle[submission.ArticleId] = RecentOnArticle.GetValueOrDefault(submission.ArticleId) + 1;
        if (Activity.TryGetValue(submission.ArticleId, out var activity))
        {
            var isHeld = status is CommentStatus.Held or CommentStatus.Rejected;
            var newest = activity.Windows[0] with { Comments = activity.Windows[0].Comments + 1, Held = activity.Windows[0].Held + (isHeld ? 1 : 0) };
            Activity[submission.ArticleId] = activity with { Windows = [newest, .. activity.Windows.Skip(1)] };
        }

        Parents[submission.Id] = new ParentFact(submission.ArticleId, status, depth, parentId);
        if (submission.AddressKey is { } address)
        {
            RecentByAddress[address] = RecentByAddress.GetValueOrDefault(address) + 1;
        }

        if (textKey is { } key)
        {
            ListOf(ByText, key).Add(comment);
        }
    }

    private IReadOnlyList<PastOutcome> HistoryOf(Submission submission) =>
        ByAuthor.TryGetValue(submission.AuthorKey, out var past) && past.Count > 0
            ? [.. past.Where(c => c.Id != submission.Id).Take(policy.HistoryLength).Select(c => (PastOutcome)c.Status)]
            : [];

    private static List<PastComment> ListOf(Dictionary<long, List<PastComment>> lists, long key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }
}
