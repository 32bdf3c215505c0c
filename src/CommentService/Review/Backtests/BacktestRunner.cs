using System.Collections.Concurrent;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Backtests;

/// <summary>
/// Works on backtests, one at a time in each process: those that callers wait for, those that they do not, and those that
/// a process left when it ended.
/// </summary>
internal sealed partial class BacktestRunner(Database database, RunBacktest run, Sweep sweep, TimeProvider time, ILogger<BacktestRunner> log) : BackgroundService
{
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim one = new(1);
    private readonly ConcurrentQueue<Guid> started = new();
    private readonly Signal asked = new();

    /// <summary>Works on a backtest while its caller does something else.</summary>
    public void Start(Guid id)
    {
        started.Enqueue(id);
        asked.Pulse();
    }

    /// <summary>Works on a backtest until its step is done; at once where another works on it.</summary>
    public async Task WorkAsync(Guid id, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            await using var db = database.OpenRead();
            if (await db.Backtests.SingleOrDefaultAsync(b => b.Id == id, cancellation) is { } backtest && IsUnfinished(backtest.State)
                && await BacktestWork.TakeAsync(database, backtest, time, cancellation) is { } work)
            {
                // Off the caller's thread: most of it is judging, which waits for nothing.
                await Task.Run(() => backtest.State == BacktestState.Running ? run.RunAsync(work, cancellation) : sweep.RunAsync(work, cancellation), cancellation);
            }
        }
        catch (TakenOverException)
        {
            // Whoever took over goes on.
        }
        finally
        {
            one.Release();
        }
    }

    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (started.TryDequeue(out var id))
                {
                    await WorkAsync(id, stoppingToken);
                }

                foreach (var id in await FindAbandonedAsync(stoppingToken))
                {
                    await WorkAsync(id, stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // What was stored of it stays, and the next look goes on from there.
                LogFailed(log, exception.GetType().Name, exception.StackTrace);
            }

            await asked.WaitAsync(Recheck, time, stoppingToken);
        }
    }

    private async Task<List<Guid>> FindAbandonedAsync(CancellationToken cancellation)
    {
        var abandoned = time.GetUtcNow().UtcDateTime - BacktestWork.Abandoned;
        await using var db = database.OpenRead();
        return await db.Backtests
            .Where(b => (b.State == BacktestState.Running || b.State == BacktestState.Applying || b.State == BacktestState.Undoing) && b.Beat < abandoned)
            .OrderBy(b => b.Id).Select(b => b.Id).ToListAsync(cancellation);
    }

    private static bool IsUnfinished(BacktestState state) => state is BacktestState.Running or BacktestState.Applying or BacktestState.Undoing;

    [LoggerMessage(Level = LogLevel.Error, Message = "A backtest failed and is tried again: {Error} {Stack}")]
    private static partial void LogFailed(ILogger logger, string error, string? stack);
}
