using CommentService.Moderation;

namespace CommentService.Storage;

/// <summary>How far a backtest and what was made of it have come.</summary>
internal enum BacktestState
{
    /// <summary>It looks at comments.</summary>
    Running,

    /// <summary>It has looked at all of them.</summary>
    Done,

    /// <summary>What it found is being carried out.</summary>
    Applying,

    /// <summary>What it found was carried out.</summary>
    Applied,

    /// <summary>That is being taken back.</summary>
    Undoing,

    /// <summary>That was taken back.</summary>
    Undone,
}

/// <summary>A policy tried on stored comments, newest first; goes on where it was when a process ends.</summary>
internal sealed class Backtest
{
    public Guid Id { get; set; }

    /// <summary>The policy that is tried, with every default filled in.</summary>
    public required string Policy { get; set; }
    public BacktestState State { get; set; }

    /// <summary>Comments from this moment on; null is from the first.</summary>
    public DateTime? From { get; set; }

    /// <summary>Comments before this moment; null is before its start.</summary>
    public DateTime? To { get; set; }

    /// <summary>Comments that it looks at, at most.</summary>
    public int Limit { get; set; }

    /// <summary>Comments that it looks at in all, counted at its start.</summary>
    public int Total { get; set; }
    public int Seen { get; set; }

    /// <summary>The last comment that it looked at.</summary>
    public Guid? Last { get; set; }

    /// <summary>What it counted so far, as JSON.</summary>
    public required string Counts { get; set; }
    public DateTime At { get; set; }

    /// <summary>The key that asked for the step that it is at, and its name at that time.</summary>
    public Guid ActorId { get; set; }
    public required string Actor { get; set; }
    public string? Reason { get; set; }

    /// <summary>When somebody last worked on it: a moment that stays says that whoever did is gone.</summary>
    public DateTime Beat { get; set; }
}

/// <summary>What became of a comment when a backtest's findings were carried out.</summary>
internal enum SweepStep
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>It is as the policy wants it.</summary>
    Applied,

    /// <summary>It had changed in the meantime, and was left alone.</summary>
    Skipped,

    /// <summary>It is as it was before.</summary>
    Undone,

    /// <summary>Somebody had changed it after it was applied, so it was not taken back.</summary>
    Kept,
}

/// <summary>A comment that a tried policy would have decided in another way than it is now.</summary>
internal sealed class BacktestChange
{
    public Guid BacktestId { get; set; }
    public Guid CommentId { get; set; }

    /// <summary>What the comment was when it was looked at.</summary>
    public CommentStatus Status { get; set; }
    public bool ByModerator { get; set; }
    public int Version { get; set; }
    public Outcome Verdict { get; set; }
    public SweepStep Step { get; set; }

    /// <summary>The comment's version after it was applied.</summary>
    public int? AppliedVersion { get; set; }
}
