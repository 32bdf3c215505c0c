using System.Text;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Backtests;

/// <summary>
/// Judges stored comments by a proposed policy: each by its text and by the facts that were stored with its verdict, so
/// that rules about history see what they saw then. Some at a time, with what came of them stored.
/// </summary>
internal sealed class RunBacktest(Database database)
{
    private const int AtOnce = 500;

    public async Task RunAsync(BacktestWork work, CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        var backtest = await db.Backtests.SingleAsync(b => b.Id == work.Id, cancellation);
        // It was read before it was stored; an update of the service that no longer knows it ends it as it is.
        Policy.TryRead(Encoding.UTF8.GetBytes(backtest.Policy), out var policy);
        var counts = BacktestCounts.Read(backtest.Counts);
        while (true)
        {
            var comments = policy is null ? [] : await NextAsync(db, backtest, cancellation);
            var changes = new List<BacktestChange>();
            foreach (var comment in comments)
            {
                var verdict = Judge(policy!, comment).Outcome;
                counts = counts.And(comment, verdict);
                if (!BacktestCounts.IsSame(comment.Status, verdict))
                {
                    changes.Add(ChangeOf(backtest, comment, verdict));
                }
            }

            backtest.Seen += comments.Count;
            backtest.Last = comments.Count == 0 ? backtest.Last : comments[^1].Id;
            backtest.State = comments.Count < AtOnce || backtest.Seen >= backtest.Limit ? BacktestState.Done : BacktestState.Running;
            await StoreAsync(work, backtest, counts, changes, cancellation);
            if (backtest.State == BacktestState.Done)
            {
                return;
            }
        }
    }

    /// <summary>What a policy says to a stored comment. Nobody outside is asked again: what was never asked is not known.</summary>
    public static Verdict Judge(Policy policy, Comment comment)
    {
        var facts = VerdictRecord.FactsOf(comment);
        return policy.Judge(VerdictRecord.InputOf(comment), facts.External is null ? facts with { External = ExternalAnswer.NotAsked } : facts);
    }

    /// <summary>The comments that a backtest looks at after the last one.</summary>
    public static IQueryable<Comment> Range(CommentDb db, DateTime? from, DateTime? to, Guid? last)
    {
        IQueryable<Comment> comments = db.Comments;
        if (from is { } start)
        {
            var lowest = Ids.Lowest(start);
            comments = comments.Where(c => c.Id >= lowest);
        }

        if (last is not null || to is not null)
        {
            var end = last ?? Ids.Lowest(to!.Value);
            comments = comments.Where(c => c.Id < end);
        }

        return comments.OrderByDescending(c => c.Id);
    }

    private static Task<List<Comment>> NextAsync(CommentDb db, Backtest backtest, CancellationToken cancellation) =>
        Range(db, backtest.From, backtest.To, backtest.Last).Take(Math.Min(AtOnce, backtest.Limit - backtest.Seen)).ToListAsync(cancellation);

    private static BacktestChange ChangeOf(Backtest backtest, Comment comment, Outcome verdict) => new()
    {
        BacktestId = backtest.Id,
        CommentId = comment.Id,
        Status = comment.Status,
        ByModerator = comment.DecidedByModerator,
        Version = comment.Version,
        Verdict = verdict,
    };

    private Task<int> StoreAsync(BacktestWork work, Backtest backtest, BacktestCounts counts, List<BacktestChange> changes, CancellationToken cancellation) => database.WriteAsync(
        async db =>
        {
            await work.BeatAsync(db);
            await db.InsertNewAsync(changes);
            var json = counts.Write();
            return await db.Backtests.Where(b => b.Id == backtest.Id).ExecuteUpdateAsync(
                s => s.SetProperty(b => b.Seen, backtest.Seen).SetProperty(b => b.Last, backtest.Last).SetProperty(b => b.Counts, json).SetProperty(b => b.State, backtest.State),
                CancellationToken.None);
        },
        cancellation);
}
