namespace CommentService.Moderation.Classifiers;

/// <summary>A moderator's decision on one submission.</summary>
/// <param name="Input">The submission.</param>
/// <param name="IsWelcome">It was approved; else rejected or taken down.</param>
/// <param name="Reason">The moderator's words, if any: those that name spam or abuse tell which classifier is meant.</param>
public sealed record Lesson(ModerationInput Input, bool IsWelcome, string? Reason = null)
{
    /// <summary>Nobody decided: it was published, and nobody took it down. Says little alone, and much of a site's usual words together.</summary>
    public bool IsSilent { get; init; }
}
