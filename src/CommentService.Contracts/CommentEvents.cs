namespace CommentService.Contracts;

/// <summary><c>comment.held</c>: a comment that is not visible was put into the review queue.</summary>
public sealed record CommentHeld : CommentEvent;

/// <summary><c>comment.approved</c>: it became visible.</summary>
public sealed record CommentApproved : CommentEvent;

/// <summary><c>comment.rejected</c>: it was refused.</summary>
public sealed record CommentRejected : CommentEvent;

/// <summary><c>comment.removed</c>: a visible comment is not visible any more, whatever it is now (<see cref="CommentEvent.Status"/> says).</summary>
public sealed record CommentRemoved : CommentEvent;

/// <summary><c>comment.edited</c>: its text changed; the event has the new one. Reserved: not sent yet. Whoever gets <c>comment.approved</c> will get it.</summary>
public sealed record CommentEdited : CommentEvent;

/// <summary><c>comment.erased</c>: a person's data was erased; delete what you keep of the comment. Reserved: not sent yet. Whoever gets <c>comment.approved</c> will get it.</summary>
/// <remarks>Ids only, so that no name or text travels once more.</remarks>
public sealed record CommentErased
{
    /// <summary>The comment's id (UUIDv7), also the event's CloudEvents subject.</summary>
    public required Guid CommentId { get; init; }

    /// <summary>The article's id.</summary>
    public required string ArticleId { get; init; }

    /// <summary>The comment's version after the erasure; the order of a comment's events.</summary>
    public required int Version { get; init; }

    /// <summary>When it was erased, UTC.</summary>
    public required DateTime ErasedAt { get; init; }
}
