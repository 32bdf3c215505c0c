namespace CommentService.Storage;

/// <summary>A submission that waits for an outside service's answer before it is judged and stored. Holds a person's name, text and address.</summary>
internal sealed class ExternalAsk
{
    /// <summary>The submission's id.</summary>
    public Guid Id { get; set; }

    /// <summary>The submission as it came through the queue.</summary>
    public required byte[] Body { get; set; }

    /// <summary>By which a retry of the request finds it.</summary>
    public long RequestKey { get; set; }
    public long ContentKey { get; set; }

    /// <summary>From then on anybody may take it up: whoever had it is gone, or the service wanted to be asked again.</summary>
    public DateTime DueAt { get; set; }

    /// <summary>The comment is stored and held, and the service wanted to be asked again.</summary>
    public bool IsRecheck { get; set; }
}

/// <summary>A moderator decided otherwise than an outside service had answered, which is to be told.</summary>
internal sealed class ExternalReport
{
    public Guid CommentId { get; set; }

    /// <summary>What the moderator takes it for.</summary>
    public bool IsSpam { get; set; }

    /// <summary>The comment's version that says so.</summary>
    public int Version { get; set; }
    public bool IsSent { get; set; }
}
