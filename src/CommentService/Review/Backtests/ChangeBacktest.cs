using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Review.Auditing;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Backtests;

internal enum BacktestOutcome
{
    Changed,
    Unknown,

    /// <summary>It is at another step.</summary>
    NotAllowed,

    /// <summary>Its policy is not the one in force.</summary>
    NotInForce,
}

/// <summary>The one place where a backtest begins, and where it is decided to carry out what it found.</summary>
internal sealed class ChangeBacktest(Database database, Policies policies, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async Task<Guid> StartAsync(Policy policy, DateTime? from, DateTime? to, int limit, Actor actor, CancellationToken cancellation)
    {
        var now = time.Now();
        await using var reading = database.OpenRead();
        var backtest = new Backtest
        {
            Id = Guid.CreateVersion7(now),
            Policy = policy.Json,
            From = from,
            // What comes from now on is judged by itself.
            To = to is { } end && end < now.UtcDateTime ? end : now.UtcDateTime.AddMilliseconds(1),
            Limit = limit,
            Counts = BacktestCounts.None.Write(),
            At = now.UtcDateTime,
            ActorId = actor.Id,
            Actor = actor.Name,
            Beat = now.UtcDateTime,
        };
        backtest.Total = await RunBacktest.Range(reading, backtest.From, backtest.To, last: null).Take(limit).CountAsync(cancellation);
        await database.WriteAsync(
            async db =>
            {
                await ForgetAsync(db, now.UtcDateTime - Kept);
                return await db.InsertNewAsync([backtest]);
            },
            cancellation);
        return backtest.Id;
    }

    /// <summary>Begins to carry out, or to take back.</summary>
    public async Task<BacktestOutcome> GoOnAsync(Guid id, BacktestState from, BacktestState to, Actor actor, string? reason, CancellationToken cancellation)
    {
        var (_, policy) = await policies.CurrentAsync(cancellation);
        return await database.WriteAsync(
            async db =>
            {
                var backtest = await db.Backtests.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id);
                if (backtest is null)
                {
                    return BacktestOutcome.Unknown;
                }

                if (backtest.State != from)
                {
                    return BacktestOutcome.NotAllowed;
                }

                if (to == BacktestState.Applying && backtest.Policy != policy.Json)
                {
                    return BacktestOutcome.NotInForce;
                }

                var changed = await db.Backtests.Where(b => b.Id == id && b.State == from).ExecuteUpdateAsync(s => s
                    .SetProperty(b => b.State, to).SetProperty(b => b.ActorId, actor.Id).SetProperty(b => b.Actor, actor.Name).SetProperty(b => b.Reason, reason));
                if (changed == 0)
                {
                    return BacktestOutcome.NotAllowed;
                }

                var counts = BacktestCounts.Read(backtest.Counts);
                await AuditLog.RecordAsync(
                    db, time.Now().UtcDateTime, actor, to == BacktestState.Applying ? "sweep.applied" : "sweep.undone", id.ToString(), null, new { hold = counts.ToHold, remove = counts.ToRemove }, reason);
                return BacktestOutcome.Changed;
            },
            cancellation);
    }

    /// <summary>What nobody carried out is of no more use.</summary>
    private static async Task ForgetAsync(CommentDb db, DateTime before)
    {
        var old = await db.Backtests.Where(b => b.At < before && (b.State == BacktestState.Running || b.State == BacktestState.Done)).Select(b => b.Id).ToListAsync();
        await db.BacktestChanges.Where(c => old.Contains(c.BacktestId)).ExecuteDeleteAsync();
        await db.Backtests.Where(b => old.Contains(b.Id)).ExecuteDeleteAsync();
    }
}
