namespace CommentService.Moderation.Classifiers;

/// <summary>A moderator's decision on one submission.</summary>
/// <param name="Input">The submission.</param>
/// <param name="IsWelcome">It was approved; else rejected or taken down.</param>
/// <param name="Reason">The moderator's words, if any: those that name spam or abuse tell which classifier is meant.</param>
public sealed record Lesson(ModerationInput Input, bool IsWelcome, string? Reason = null);

/// <summary>What a site has beside its moderators' decisions, which show only what was held or had to be taken down.</summary>
/// <param name="Published">Comments that stand on the page: what the site's usual ones look like.</param>
/// <param name="Refused">Comments that the rules refused, and no moderator has let in: what comes again in other words.</param>
public sealed record SiteSample(IReadOnlyList<ModerationInput> Published, IReadOnlyList<ModerationInput> Refused)
{
    /// <summary>How many of the latest published ones teach; more do not teach more.</summary>
    public const int MostPublished = 20;

    /// <summary>How many of the refused ones are kept for each decision that is learnt from.</summary>
    public const int MostRefused = 16;
}
