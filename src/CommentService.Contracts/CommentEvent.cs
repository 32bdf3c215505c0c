namespace CommentService.Contracts;

/// <summary>The <c>data</c> of comment events: the comment as the change left it.</summary>
/// <remarks>Never carries an email, an address or a moderator's name.</remarks>
public record CommentEvent
{
    /// <summary>The comment's id (UUIDv7), also the event's CloudEvents subject.</summary>
    public required Guid CommentId { get; init; }

    /// <summary>The article's id.</summary>
    public required string ArticleId { get; init; }

    /// <summary>The comment that this one answers, or null.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>The author's name, plain text.</summary>
    public required string Name { get; init; }

    /// <summary>The text, plain.</summary>
    public required string Comment { get; init; }

    /// <summary>The text as HTML that is safe to insert.</summary>
    public required string Html { get; init; }

    /// <summary>The status after the change: <c>held</c>, <c>approved</c>, <c>rejected</c> or <c>removed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The status before it, or null for a new comment.</summary>
    public string? PreviousStatus { get; init; }

    /// <summary>The comment's version after the change, from 1; the order of a comment's events.</summary>
    public required int Version { get; init; }

    /// <summary>When the reader sent it, UTC.</summary>
    public required DateTime SubmittedAt { get; init; }

    /// <summary>When the change was made, UTC.</summary>
    public required DateTime DecidedAt { get; init; }

    /// <summary>Who made it: <c>rules</c> or <c>moderator</c>.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>The rules that asked for the verdict.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>The article's title, where it is known.</summary>
    public string? ArticleTitle { get; init; }

    /// <summary>The article's address, where it is known.</summary>
    public string? ArticleUrl { get; init; }
}
