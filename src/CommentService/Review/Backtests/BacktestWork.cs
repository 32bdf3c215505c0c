using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Backtests;

/// <summary>Another process goes on with it, because this one seemed to be gone.</summary>
internal sealed class TakenOverException : Exception;

/// <summary>
/// One process's hold on a backtest: each piece of work moves its beat on, and only from where this process left it. So
/// two never work on one, whatever either believes.
/// </summary>
internal sealed class BacktestWork(Guid id, DateTime beat, TimeProvider time)
{
    /// <summary>A beat that is so old was left by a process that is gone.</summary>
    public static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(10);

    private DateTime held = beat;

    /// <summary>The one before: it stands where the transaction that moved it on was undone.</summary>
    private DateTime before = beat;

    public Guid Id => id;

    /// <summary>Takes hold of a backtest that nobody works on; null where somebody does, or where there is nothing to do.</summary>
    public static async Task<BacktestWork?> TakeAsync(Database database, Backtest seen, TimeProvider time, CancellationToken cancellation)
    {
        var work = new BacktestWork(seen.Id, seen.Beat, time);
        try
        {
            await database.WriteAsync(
                async db =>
                {
                    await work.BeatAsync(db);
                    return true;
                },
                cancellation);
            return work;
        }
        catch (TakenOverException)
        {
            return null;
        }
    }

    /// <summary>Moves the beat on in the running transaction, which is undone where another has taken over.</summary>
    public async Task BeatAsync(CommentDb db)
    {
        var now = time.Now().UtcDateTime;
        // Never the same twice, also where the clock stands or was set back.
        var next = now > held ? now : held.AddMilliseconds(1);
        if (await db.Backtests.Where(b => b.Id == id && (b.Beat == held || b.Beat == before)).ExecuteUpdateAsync(s => s.SetProperty(b => b.Beat, next)) == 0)
        {
            throw new TakenOverException();
        }

        (before, held) = (held, next);
    }
}
