using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Backtests;

/// <summary>A policy to try on stored comments.</summary>
internal sealed record BacktestRequest(
    [property: Description("The policy to try; the one in force if left out. Errors in it are by path below $.policy")] JsonElement? Policy = null,
    [property: Description("Comments submitted at or after this moment, RFC 3339; the first one if left out")] DateTime? From = null,
    [property: Description("Comments submitted before this moment, RFC 3339; now if left out")] DateTime? To = null,
    [property: Description("At most so many comments, the newest of the range; 1 to 1,000,000, 100,000 if left out")] int? Limit = null);

/// <summary>What a backtest found, or has found so far.</summary>
internal sealed record BacktestView(
    Guid Id,
    [property: JsonConverter(typeof(LowerCase<BacktestState>)), Description("running, done; then, where its findings were carried out, applying, applied, undoing or undone")] BacktestState State,
    [property: Description("Comments to look at")] int Total,
    [property: Description("Comments looked at so far")] int Seen,
    [property: Description("Today's status by proposed verdict")] BacktestTable Table,
    BacktestAgreement Agreement,
    [property: Description("What would become of comments that the rules approved, if this was carried out")] SweepView Sweep,
    [property: Description("Comments that are not what the policy would have made of them, newest first")] Page<ChangedComment> Changed)
{
    public static async Task<BacktestView?> FindAsync(CommentDb db, Guid id, int limit, Guid? after, bool onlySwept, CancellationToken cancellation)
    {
        if (await db.Backtests.SingleOrDefaultAsync(b => b.Id == id, cancellation) is not { } backtest)
        {
            return null;
        }

        var counts = BacktestCounts.Read(backtest.Counts);
        var steps = await db.BacktestChanges.Where(c => c.BacktestId == id && c.Step != SweepStep.None)
            .GroupBy(c => c.Step).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var changes = onlySwept ? Backtests.Sweep.Of(db, id) : db.BacktestChanges.Where(c => c.BacktestId == id);
        var found = await changes.Where(c => after == null || c.CommentId < after).OrderByDescending(c => c.CommentId).Take(limit + 1).ToListAsync(cancellation);
        var shown = await ChangedComment.OfAsync(db, backtest, found.Take(limit), cancellation);
        return new BacktestView(
            id,
            backtest.State,
            backtest.Total,
            backtest.Seen,
            counts.Table,
            counts.Agreement,
            new SweepView(
                counts.ToHold,
                counts.ToRemove,
                steps.GetValueOrDefault(SweepStep.Applied),
                steps.GetValueOrDefault(SweepStep.Skipped),
                steps.GetValueOrDefault(SweepStep.Undone),
                steps.GetValueOrDefault(SweepStep.Kept)),
            new Page<ChangedComment>(shown, found.Count > limit ? Cursor.Write(found[limit - 1].CommentId, QueryOf(id, onlySwept)) : null));
    }

    /// <summary>Names the list of changes, so that a cursor fits only its own.</summary>
    public static string QueryOf(Guid id, bool onlySwept) => $"backtest {id} {onlySwept}";
}

/// <summary>The comments that the rules approved and would not any more.</summary>
internal sealed record SweepView(
    [property: Description("Would be held")] int Hold,
    [property: Description("Would be removed, since the policy rejects them")] int Remove,
    [property: Description("Are held or removed by it now")] int Applied,
    [property: Description("Were left alone, since somebody had changed them")] int Skipped,
    [property: Description("Were held or removed by it and are approved again")] int Undone,
    [property: Description("Were not approved again, since somebody had changed them")] int Kept);

/// <summary>A comment with what the proposed policy says to it.</summary>
internal sealed record ChangedComment(
    Guid Id,
    string ArticleId,
    string Name,
    string Comment,
    [property: JsonConverter(typeof(LowerCase<CommentStatus>)), Description("What it is today")] CommentStatus Status,
    [property: Description("rules or moderator; absent while held"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DecidedBy,
    DateTime SubmittedAt,
    int Version,
    [property: JsonConverter(typeof(LowerCase<Outcome>)), Description("What the proposed policy says")] Outcome Verdict,
    [property: Description("Why it says so")] IReadOnlyList<FindingView> Findings)
{
    /// <summary>Judged once more: findings hold pieces of text, which are kept in one place only.</summary>
    public static async Task<ChangedComment[]> OfAsync(CommentDb db, Backtest backtest, IEnumerable<BacktestChange> changes, CancellationToken cancellation)
    {
        var ids = changes.Select(c => c.CommentId).ToArray();
        Policy.TryRead(System.Text.Encoding.UTF8.GetBytes(backtest.Policy), out var policy);
        if (ids.Length == 0 || policy is null)
        {
            return [];
        }

        var comments = await db.Comments.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellation);
        return [.. ids.Where(comments.ContainsKey).Select(id => Of(comments[id], RunBacktest.Judge(policy, comments[id])))];
    }

    private static ChangedComment Of(Comment comment, Verdict verdict) => new(
        comment.Id,
        comment.ArticleId,
        comment.Name,
        comment.Text,
        comment.Status,
        comment.Status == CommentStatus.Held ? null : comment.DecidedByModerator ? "moderator" : "rules",
        Ids.TimeOf(comment.Id),
        comment.Version,
        verdict.Outcome,
        [.. verdict.Findings.Select(FindingView.Of)]);
}
