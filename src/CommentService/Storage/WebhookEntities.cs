namespace CommentService.Storage;

internal enum WebhookState
{
    /// <summary>Events are sent.</summary>
    Active,

    /// <summary>Its owner stopped it; it goes on where it was.</summary>
    Paused,

    /// <summary>An event was not taken for three days: nothing is sent until its owner replays.</summary>
    Failing,

    /// <summary>It answered 410: nothing is sent any more.</summary>
    Unsubscribed,
}

/// <summary>An address that events are posted to, with its own place in the log.</summary>
internal sealed class Webhook
{
    public Guid Id { get; set; }
    public required string Url { get; set; }

    /// <summary>The event types that it is sent, separated by spaces.</summary>
    public required string EventTypes { get; set; }

    /// <summary>The ids of the articles whose events it is sent, separated by spaces; null is all.</summary>
    public string? Articles { get; set; }

    /// <summary><c>whsec_…</c>; kept as it is, since every message is signed with it.</summary>
    public required string Secret { get; set; }

    /// <summary>The secret before it, which signs as well for a while.</summary>
    public string? OldSecret { get; set; }
    public DateTime? OldSecretUntil { get; set; }
    public WebhookState State { get; set; }

    /// <summary>Every event up to here was taken, is not wanted, or waits as a <see cref="WebhookRetry"/>.</summary>
    public long Position { get; set; }

    /// <summary>Up to here it is sent only what is approved now, not all that ever happened; 0 is from nowhere.</summary>
    public long SnapshotUntil { get; set; }

    /// <summary>Grows with every change by its owner: what was begun before it writes nothing any more.</summary>
    public long Generation { get; set; }
    public DateTime CreatedAt { get; set; }

    /// <summary>Since when it is failing, or unsubscribed.</summary>
    public DateTime? StoppedAt { get; set; }
}

/// <summary>An event that a webhook did not take and that is sent again, or that waits behind an earlier one of its comment. Holds no text.</summary>
internal sealed class WebhookRetry
{
    public Guid WebhookId { get; set; }
    public long Generation { get; set; }
    public long Position { get; set; }
    public Guid CommentId { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was first to be sent.</summary>
    public DateTime Since { get; set; }

    /// <summary>When it is sent again.</summary>
    public DateTime NextAt { get; set; }
}

/// <summary>One message that was sent to a webhook, and what came of it. Holds no text: neither the message nor the answer.</summary>
internal sealed class WebhookAttempt
{
    /// <summary>Order of writing; given by the database.</summary>
    public long Sequence { get; set; }
    public Guid WebhookId { get; set; }

    /// <summary>The event's id, also the message's.</summary>
    public Guid EventId { get; set; }
    public required string EventType { get; set; }

    /// <summary>The event's position; 0 for a test.</summary>
    public long Position { get; set; }

    /// <summary>1 for the first time that it was sent.</summary>
    public int Number { get; set; }
    public DateTime At { get; set; }
    public int Milliseconds { get; set; }

    /// <summary>The HTTP status; null where there was no answer.</summary>
    public int? Status { get; set; }

    /// <summary>Why there was none, in a word.</summary>
    public string? Error { get; set; }
}

/// <summary>How far something has got in the event log, or where the log begins.</summary>
internal sealed class LogMark
{
    /// <summary>The first position that is still served.</summary>
    public const string First = "first";

    public required string Name { get; set; }
    public long Position { get; set; }
}
