using CommentService.Moderation;

namespace CommentService.Storage;

/// <summary>What a comment is now. The order is that of <see cref="PastOutcome"/>.</summary>
internal enum CommentStatus
{
    Held,
    Approved,
    Rejected,
    Removed,
}

internal static class CommentStatusWords
{
    /// <summary>The word that every answer and event has for a status.</summary>
    public static string Word(this CommentStatus status) => status switch
    {
        CommentStatus.Held => "held",
        CommentStatus.Approved => "approved",
        CommentStatus.Rejected => "rejected",
        _ => "removed",
    };
}

/// <summary>A stored submission. Holds a person's name, text and email.</summary>
internal sealed class Comment
{
    /// <summary>UUIDv7 given at intake; its time is the time of submission.</summary>
    public Guid Id { get; set; }
    public required string ArticleId { get; set; }
    public Guid? ParentId { get; set; }

    /// <summary>1 for a comment that answers none.</summary>
    public int Depth { get; set; } = 1;
    public required string Name { get; set; }
    public required string Text { get; set; }
    public string? Email { get; set; }
    public string? Website { get; set; }
    public string? Language { get; set; }
    public bool HoneypotFilled { get; set; }
    public CommentStatus Status { get; set; }

    /// <summary>Grows with every change of status, from 1.</summary>
    public int Version { get; set; } = 1;

    /// <summary>When it got a status other than held.</summary>
    public DateTime? DecidedAt { get; set; }
    public bool DecidedByModerator { get; set; }

    public long AuthorKey { get; set; }
    public AuthorIdentity AuthorIdentity { get; set; }
    public long? AddressKey { get; set; }

    /// <summary>The network address itself, only where an outside service was asked that cannot do without it.</summary>
    public string? Address { get; set; }

    /// <summary>By which a retry of the request finds it. No two comments have the same; null where a later request took it over.</summary>
    public long? RequestKey { get; set; }
    public long ContentKey { get; set; }

    /// <summary>Fingerprint of the folded text, null for a short one.</summary>
    public long? TextKey { get; set; }

    /// <summary>The policy that the verdict rests on.</summary>
    public int PolicyVersion { get; set; }

    /// <summary>The classifiers' weights that it rests on (<see cref="Moderation.Classifiers.ClassifierModel.Number"/>); 0 where nothing judged it.</summary>
    public long ModelVersion { get; set; }

    /// <summary>The facts that the verdict rests on, as JSON; null where there were none.</summary>
    public string? Facts { get; set; }
}

/// <summary>
/// A submission that came while an earlier one of the same request was still in the queue, by another process or another
/// life of the same one: it is that comment, and its receipt tells of it.
/// </summary>
internal sealed class RepeatedSubmission
{
    /// <summary>The submission's id, which was answered with 202 as the first one's was.</summary>
    public Guid Id { get; set; }
    public Guid CommentId { get; set; }
}

/// <summary>What one rule reported about a comment. Its evidence holds pieces of a person's text.</summary>
internal sealed class StoredFinding
{
    public Guid CommentId { get; set; }
    public int Ordinal { get; set; }
    public required string Rule { get; set; }
    public FindingAction Action { get; set; }
    public FindingAction? Shadow { get; set; }
    public required string Message { get; set; }
    public double? Score { get; set; }

    /// <summary>JSON array of evidence, null where there is none.</summary>
    public string? Evidence { get; set; }
}

/// <summary>One change of a comment's status: its history, its audit record and the event that tells of it, in one row.</summary>
/// <remarks>Holds no text of the reader: whoever reads the log joins the comment, so that erasing it there erases it here.</remarks>
internal sealed class StateChange
{
    /// <summary>Order of writing; given by the database.</summary>
    public long Sequence { get; set; }

    /// <summary>The event's id for ever (UUIDv7).</summary>
    public Guid EventId { get; set; }
    public Guid CommentId { get; set; }

    /// <summary>The comment's version after the change.</summary>
    public int Version { get; set; }
    public CommentStatus? From { get; set; }
    public CommentStatus To { get; set; }
    public DateTime At { get; set; }

    /// <summary>The API key that decided; null for the rules.</summary>
    public Guid? ActorId { get; set; }

    /// <summary>The key's name at that time.</summary>
    public string? Actor { get; set; }
    public string? Reason { get; set; }
    public string? Note { get; set; }

    /// <summary>W3C traceparent of what caused it.</summary>
    public string? TraceParent { get; set; }

    /// <summary>Place in the event log, gap-free; null until the events role has given it.</summary>
    public long? Position { get; set; }
}

/// <summary>An article that someone commented on or that a moderator set up.</summary>
internal sealed class Article
{
    public required string Id { get; set; }
    public string? Title { get; set; }
    public string? Url { get; set; }

    /// <summary>A moderator set the title; pages no longer change it.</summary>
    public bool TitleIsFixed { get; set; }
    public bool UrlIsFixed { get; set; }
    public bool Open { get; set; } = true;
    public DateTime? CloseAt { get; set; }
    public ModerationMode Mode { get; set; }

    /// <summary>Grows with every change that readers can see.</summary>
    public long Version { get; set; }

    /// <summary>Number of approved comments.</summary>
    public int Approved { get; set; }

    /// <summary>Whether readers may post now.</summary>
    public static bool IsOpen(bool open, DateTime? closeAt, DateTime now) => open && (closeAt is null || closeAt > now);
}

internal enum KeyRole
{
    Subscriber,
    Viewer,
    Moderator,
    Admin,
}

/// <summary>An API key; only its hash is kept.</summary>
internal sealed class ApiKey
{
    public Guid Id { get; set; }
    public required string Name { get; set; }
    public KeyRole Role { get; set; }

    /// <summary>SHA-256 of the secret.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>The event types that it may follow, separated by spaces; null is all.</summary>
    public string? EventTypes { get; set; }
    public DateTime CreatedAt { get; set; }

    /// <summary>To within a minute; null where it never was.</summary>
    public DateTime? LastUsedAt { get; set; }
    public DateTime? RevokedAt { get; set; }
}

/// <summary>One ban for each thing banned. Holds a person's name or email, which may go: the hash alone bans.</summary>
internal sealed class Ban
{
    public Guid Id { get; set; }
    public BanKind Kind { get; set; }

    /// <summary>Keyed hash of what is banned.</summary>
    public long Key { get; set; }

    /// <summary>The email address or the name, for whoever reads the list; a network address is never kept.</summary>
    public string? Value { get; set; }

    /// <summary>The comment from which it was made.</summary>
    public Guid? CommentId { get; set; }
    public string? Reason { get; set; }
    public DateTime? ExpiresAt { get; set; }
    public DateTime CreatedAt { get; set; }

    /// <summary>The name of the key that made it, at that time.</summary>
    public string? Actor { get; set; }
}

/// <summary>One change of anything but a comment's status: who, when, from what, to what and why. Holds no person's name or text.</summary>
internal sealed class AuditEntry
{
    /// <summary>Order of writing; given by the database.</summary>
    public long Sequence { get; set; }
    public DateTime At { get; set; }
    public Guid ActorId { get; set; }

    /// <summary>The key's name at that time.</summary>
    public required string Actor { get; set; }

    /// <summary>Such as <c>article.changed</c>.</summary>
    public required string Action { get; set; }

    /// <summary>The id of what was changed.</summary>
    public required string Subject { get; set; }

    /// <summary>What it was, as a JSON object; null for what was not there.</summary>
    public string? From { get; set; }

    /// <summary>What it became, as a JSON object; null for what is gone.</summary>
    public string? To { get; set; }
    public string? Reason { get; set; }
}

/// <summary>One saved policy; the highest version is in force.</summary>
internal sealed class PolicyVersion
{
    public int Version { get; set; }
    public required string Json { get; set; }
    public DateTime At { get; set; }
    public required string Actor { get; set; }
}

/// <summary>What moderators' decisions taught the classifiers, in one row. Holds no text: features are hashed, and none can be read back.</summary>
internal sealed class Learning
{
    /// <summary>The row's id: there is only one.</summary>
    public const int OnlyId = 1;

    public int Id { get; set; } = OnlyId;

    /// <summary>Grows with every change of the weights.</summary>
    public int Version { get; set; }

    /// <summary>Position in the event log up to which decisions were learnt from.</summary>
    public long Position { get; set; }

    /// <summary>128 KiB, or empty after a reset.</summary>
    public required byte[] Weights { get; set; }

    /// <summary>Decisions since the last reset.</summary>
    public int Decisions { get; set; }
    public DateTime At { get; set; }
}

/// <summary>A submission that could not be processed, as it was found. Holds a person's text.</summary>
internal sealed class DeadLetter
{
    public Guid Id { get; set; }
    public required byte[] Body { get; set; }
    public required string Reason { get; set; }
    public DateTime At { get; set; }
}

/// <summary>A random key that all processes share.</summary>
internal sealed class Secret
{
    public required string Name { get; set; }
    public required byte[] Value { get; set; }
}

/// <summary>Who does what only one process may do at a time; see <see cref="Lease"/>.</summary>
internal sealed class StoredLease
{
    public required string Name { get; set; }

    /// <summary>The process that holds it; null where it was given back.</summary>
    public Guid? Holder { get; set; }

    /// <summary>Grows each time that another takes over.</summary>
    public long Token { get; set; }

    /// <summary>Grows while the holder lives.</summary>
    public long Beat { get; set; }
}

/// <summary>An import that has begun and is not finished: the service does not start on half a database.</summary>
internal sealed class UnfinishedImport
{
    /// <summary>The export's id.</summary>
    public Guid Id { get; set; }

    /// <summary>Lines of it that are stored.</summary>
    public long Lines { get; set; }
}
