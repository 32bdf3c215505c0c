namespace CommentService.Contracts;

/// <summary>What a reader sent, cleaned and valid, as it travels from intake to the worker.</summary>
/// <remarks>Holds a person's name and text. A network address travels as a keyed hash, and in the clear only for an outside service that asks for it.</remarks>
public sealed record Submission
{
    /// <summary>UUIDv7; also the id of the comment that it becomes, which makes a second delivery harmless.</summary>
    public required Guid Id { get; init; }

    /// <summary>The article, 1 to 128 characters.</summary>
    public required string ArticleId { get; init; }

    /// <summary>The comment that this one answers.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>The author's name, at most 80 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The text, at most 10,000 characters.</summary>
    public required string Comment { get; init; }

    /// <summary>The author's email address. Never shown to readers.</summary>
    public string? Email { get; init; }

    /// <summary>The author's site, http or https.</summary>
    public string? Website { get; init; }

    /// <summary>BCP 47 tag that the page gave.</summary>
    public string? Language { get; init; }

    /// <summary>The article's title, only from a page whose origin is allowed.</summary>
    public string? ArticleTitle { get; init; }

    /// <summary>The article's address, only from a page whose origin is allowed.</summary>
    public string? ArticleUrl { get; init; }

    /// <summary>The hidden form field was filled in.</summary>
    public bool HoneypotFilled { get; init; }

    /// <summary>Keyed hash of the author: of the email, else of name and address, else of the name.</summary>
    public long AuthorKey { get; init; }

    /// <summary>What <see cref="AuthorKey"/> rests on: 0 the name, 1 name and address, 2 the email.</summary>
    public int AuthorIdentity { get; init; }

    /// <summary>Keyed hash of the client's address (IPv6 by /64); null where there is none.</summary>
    public long? AddressKey { get; init; }

    /// <summary>The client's address itself, only where an outside service is set up that asks for it.</summary>
    public string? Address { get; init; }

    /// <summary>Keyed hash by which a retry of the same request is known again; 0 where it is not to be.</summary>
    public long RequestKey { get; init; }

    /// <summary>Keyed hash of the cleaned fields where the client gave an <c>Idempotency-Key</c>, else 0.</summary>
    public long ContentKey { get; init; }

    /// <summary>W3C <c>traceparent</c> of the request, where it is traced.</summary>
    public string? TraceParent { get; init; }
}
