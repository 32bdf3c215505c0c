using System.Globalization;
using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Backtests;

/// <summary>
/// Carries out what a backtest found among the comments that the rules had approved, or takes that back: each comment by
/// <see cref="Decide"/>, with its history and event, some in one commit with the note of what became of them. A comment
/// that anybody changed in the meantime is left alone.
/// </summary>
internal sealed class Sweep(Database database, Decide decide)
{
    private const int AtOnce = 200;

    /// <summary>The changes that are carried out: no moderator's decision, and nothing that would become visible.</summary>
    public static IQueryable<BacktestChange> Of(CommentDb db, Guid backtest) => db.BacktestChanges.Where(
        c => c.BacktestId == backtest && c.Status == CommentStatus.Approved && !c.ByModerator && c.Verdict != Outcome.Approve);

    public async Task RunAsync(BacktestWork work, CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        var backtest = await db.Backtests.SingleAsync(b => b.Id == work.Id, cancellation);
        var isUndo = backtest.State == BacktestState.Undoing;
        var waiting = Of(db, work.Id).Where(c => c.Step == (isUndo ? SweepStep.Applied : SweepStep.None)).OrderBy(c => c.CommentId).Take(AtOnce);
        while (await waiting.ToListAsync(cancellation) is { Count: > 0 } changes)
        {
            var decisions = changes.ConvertAll(change => DecisionOf(change, backtest, isUndo));
            await decide.RunAllAsync(decisions, cancellation, (writing, outcomes) => NoteAsync(writing, work, changes, outcomes, isUndo));
        }

        await database.WriteAsync(
            async writing =>
            {
                await work.BeatAsync(writing);
                return await writing.Backtests.Where(b => b.Id == work.Id).ExecuteUpdateAsync(
                    s => s.SetProperty(b => b.State, isUndo ? BacktestState.Undone : BacktestState.Applied), CancellationToken.None);
            },
            cancellation);
    }

    private static Decision DecisionOf(BacktestChange change, Backtest backtest, bool isUndo)
    {
        // What is visible cannot become rejected: it is removed.
        var to = isUndo ? CommentStatus.Approved : change.Verdict == Outcome.Hold ? CommentStatus.Held : CommentStatus.Removed;
        var expected = isUndo ? change.AppliedVersion!.Value : change.Version;
        return new Decision(
            change.CommentId,
            to,
            new IfMatch([IfMatch.Tag(expected)]),
            new Actor(backtest.ActorId, backtest.Actor),
            backtest.Reason ?? (isUndo ? "The policy was no longer to apply to earlier comments" : "The policy was to apply to earlier comments"),
            string.Create(CultureInfo.InvariantCulture, $"Backtest {backtest.Id}"))
        {
            IsByRules = true,
        };
    }

    private static async Task NoteAsync(
        CommentDb db, BacktestWork work, List<BacktestChange> changes, IReadOnlyList<(DecisionOutcome Outcome, CommentStatus? Status)> outcomes, bool isUndo)
    {
        await work.BeatAsync(db);
        for (var i = 0; i < changes.Count; i++)
        {
            var (change, isMade) = (changes[i], outcomes[i].Outcome == DecisionOutcome.Changed);
            var step = (isUndo, isMade) switch
            {
                (false, true) => SweepStep.Applied,
                (false, false) => SweepStep.Skipped,
                (true, true) => SweepStep.Undone,
                _ => SweepStep.Kept,
            };
            var version = !isUndo && isMade ? change.Version + 1 : change.AppliedVersion;
            await db.BacktestChanges.Where(c => c.BacktestId == change.BacktestId && c.CommentId == change.CommentId)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.Step, step).SetProperty(c => c.AppliedVersion, version));
        }
    }
}
