using System.ComponentModel;
using System.Text.Json;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Review.Backtests;

/// <summary>How the proposed policy would have decided the comments of one status.</summary>
internal sealed record VerdictCounts(int Approve, int Hold, int Reject)
{
    public VerdictCounts And(Outcome verdict) => verdict switch
    {
        Outcome.Approve => this with { Approve = Approve + 1 },
        Outcome.Hold => this with { Hold = Hold + 1 },
        _ => this with { Reject = Reject + 1 },
    };
}

/// <summary>Today's status by proposed verdict.</summary>
internal sealed record BacktestTable(VerdictCounts Held, VerdictCounts Approved, VerdictCounts Rejected, VerdictCounts Removed)
{
    public BacktestTable And(CommentStatus status, Outcome verdict) => status switch
    {
        CommentStatus.Held => this with { Held = Held.And(verdict) },
        CommentStatus.Approved => this with { Approved = Approved.And(verdict) },
        CommentStatus.Rejected => this with { Rejected = Rejected.And(verdict) },
        _ => this with { Removed = Removed.And(verdict) },
    };
}

/// <summary>The proposed policy beside moderators' own decisions.</summary>
internal sealed record BacktestAgreement(
    [property: Description("Comments on which a moderator decided, and which do not wait again")] int Decided,
    [property: Description("The policy would have decided the same; removed counts as rejected")] int Agreed,
    [property: Description("The policy would have decided the opposite")] int Disagreed,
    [property: Description("The policy would have left them to a moderator")] int Held)
{
    [Description("Agreed among those that the policy would have decided, from 0 to 1; null where there are none")]
    public double? Share => Agreed + Disagreed == 0 ? null : (double)Agreed / (Agreed + Disagreed);

    public BacktestAgreement And(CommentStatus status, Outcome verdict) => status == CommentStatus.Held ? this : new(
        Decided + 1,
        Agreed + (BacktestCounts.IsSame(status, verdict) ? 1 : 0),
        Disagreed + (verdict != Outcome.Hold && !BacktestCounts.IsSame(status, verdict) ? 1 : 0),
        Held + (verdict == Outcome.Hold ? 1 : 0));
}

/// <summary>All that a backtest counts.</summary>
internal sealed record BacktestCounts(BacktestTable Table, BacktestAgreement Agreement, int Changed, int ToHold, int ToRemove)
{
    private static readonly VerdictCounts NoVerdicts = new(0, 0, 0);

    public static BacktestCounts None { get; } = new(new(NoVerdicts, NoVerdicts, NoVerdicts, NoVerdicts), new(0, 0, 0, 0), 0, 0, 0);

    public static BacktestCounts Read(string json) => JsonSerializer.Deserialize<BacktestCounts>(json, JsonSerializerOptions.Web)!;

    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public BacktestCounts And(Comment comment, Outcome verdict)
    {
        // What a moderator decided stays: only what the rules approved would be taken back by them.
        var isSwept = comment is { Status: CommentStatus.Approved, DecidedByModerator: false };
        return new(
            Table.And(comment.Status, verdict),
            comment.DecidedByModerator ? Agreement.And(comment.Status, verdict) : Agreement,
            Changed + (IsSame(comment.Status, verdict) ? 0 : 1),
            ToHold + (isSwept && verdict == Outcome.Hold ? 1 : 0),
            ToRemove + (isSwept && verdict == Outcome.Reject ? 1 : 0));
    }

    /// <summary>Whether a comment is what the verdict would have made of it.</summary>
    public static bool IsSame(CommentStatus status, Outcome verdict) => verdict switch
    {
        Outcome.Approve => status == CommentStatus.Approved,
        Outcome.Hold => status == CommentStatus.Held,
        _ => status is CommentStatus.Rejected or CommentStatus.Removed,
    };
}
