namespace CommentService.Moderation;

/// <summary>The submission as the rules see it: cleaned fields, nothing that only a database knows.</summary>
/// <param name="Name">The author's name.</param>
/// <param name="Comment">The text.</param>
/// <param name="Email">The author's address, if given.</param>
/// <param name="Website">The author's site, if given.</param>
/// <param name="Language">BCP 47 tag that the page gave, if any.</param>
/// <param name="HoneypotFilled">The hidden form field was filled in.</param>
public sealed record ModerationInput(
    string Name,
    string Comment,
    string? Email = null,
    string? Website = null,
    string? Language = null,
    bool HoneypotFilled = false)
{
    /// <summary>The article's id, where it is known.</summary>
    public string? ArticleId { get; init; }

    /// <summary>When it was sent (UTC), where that is known.</summary>
    public DateTime? SubmittedAt { get; init; }
}
