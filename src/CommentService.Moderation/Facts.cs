namespace CommentService.Moderation;

/// <summary>How an article treats comments in which no rule found anything.</summary>
public enum ModerationMode
{
    /// <summary>As the policy says.</summary>
    Inherit,

    /// <summary>Hold.</summary>
    Premoderate,

    /// <summary>Approve.</summary>
    Postmoderate,
}

/// <summary>How sure the author's identity is.</summary>
public enum AuthorIdentity
{
    /// <summary>A name alone: enough to hold, never to reject or to trust.</summary>
    Name,

    /// <summary>Name and address together.</summary>
    NameAndAddress,

    /// <summary>An email address.</summary>
    Email,
}

/// <summary>What became of an earlier comment.</summary>
public enum PastOutcome
{
    Held,
    Approved,
    Rejected,
    Removed,
}

/// <summary>What a ban names.</summary>
public enum BanKind
{
    /// <summary>An author (email, else name and address): rejects.</summary>
    Author,

    /// <summary>An email address: rejects.</summary>
    Email,

    /// <summary>A hashed address: rejects.</summary>
    Address,

    /// <summary>A name alone: holds.</summary>
    Name,
}

/// <summary>What an article got within one window of <see cref="Policy.SurgeWindow"/>.</summary>
/// <param name="Comments">Submissions.</param>
/// <param name="Held">Of these, held or rejected ones.</param>
public sealed record WindowCount(int Comments, int Held);

/// <summary>How many comments an article got lately.</summary>
/// <param name="Windows">the last windows, newest first.</param>
/// <param name="UsualPerWindow">Comments a window over the day before them.</param>
public sealed record ArticleActivity(IReadOnlyList<WindowCount> Windows, double UsualPerWindow);

/// <summary>A ban that names this submission's author.</summary>
public sealed record BanFact(BanKind Kind, string? Reason);

/// <summary>What the site's own moderators taught about a submission: what their weights add to the classifiers' scores, and what was refused before.</summary>
/// <param name="Version">The version of the site's weights.</param>
/// <param name="Spam">Added to the logit of spam, from -8 to 8.</param>
/// <param name="Abuse">Added to the logit of abuse, from -8 to 8.</param>
public sealed record LearnedFact(int Version, double Spam, double Abuse)
{
    /// <summary>Share of the comment's runs of three words that were in comments refused or taken down here, from 0 to 1; 0 for a text of too few words.</summary>
    public double Copied { get; init; }

    /// <summary>Whether a comment with this website was refused or taken down here.</summary>
    public bool IsWebsiteRefused { get; init; }
}

/// <summary>
/// What a rule may know beyond the text. The host gathers it for a whole batch at once; the record is stored with
/// the verdict, so that the same facts and the same policy give the same verdict again.
/// </summary>
public sealed record Facts
{
    /// <summary>No history, an article that inherits the policy's mode.</summary>
    public static Facts None { get; } = new();

    /// <summary>The article's mode.</summary>
    public ModerationMode Mode { get; init; }

    /// <summary>How the author was recognised.</summary>
    public AuthorIdentity Author { get; init; }

    /// <summary>What became of the author's last comments, newest first; at most <see cref="Policy.HistoryLength"/>.</summary>
    public IReadOnlyList<PastOutcome> History { get; init; } = [];

    /// <summary>Submissions by this author within <see cref="Policy.FloodWindow"/>, this one not counted.</summary>
    public int RecentByAuthor { get; init; }

    /// <summary>Submissions from this address within <see cref="Policy.FloodWindow"/>, this one not counted.</summary>
    public int RecentByAddress { get; init; }

    /// <summary>Submissions to this article within <see cref="Policy.FloodWindow"/>, this one not counted; 0 unless <see cref="Policy.CountsArticleFlood"/>.</summary>
    public int RecentOnArticle { get; init; }

    /// <summary>The same text by the same author, anywhere within <see cref="Policy.DuplicateWindow"/>.</summary>
    public bool DuplicateBySameAuthor { get; init; }

    /// <summary>The same text by someone else on this article within <see cref="Policy.DuplicateWindow"/>.</summary>
    public bool DuplicateByOther { get; init; }

    /// <summary>What the site's moderators taught about this text; null where they taught nothing yet.</summary>
    public LearnedFact? Learned { get; init; }

    /// <summary>Comments with nearly the same text (<see cref="Sketch"/>) within <see cref="Policy.CampaignWindow"/>, each author on each article once, this one not counted.</summary>
    public int SimilarRecent { get; init; }

    /// <summary>How many comments the article got lately; null unless <see cref="Policy.SurgeWindow"/> is set.</summary>
    public ArticleActivity? Activity { get; init; }

    /// <summary>Bans that name this author.</summary>
    public IReadOnlyList<BanFact> Bans { get; init; } = [];

    /// <summary>What an outside service said; null where the policy wants none asked.</summary>
    public ExternalAnswer? External { get; init; }

    /// <summary>What keeps the comment from its place on the page, whatever it says.</summary>
    public IReadOnlyList<Obstacle> Obstacles { get; init; } = [];
}
