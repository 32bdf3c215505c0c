using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommentService.Events;

/// <summary>
/// Moves the log's beginning on by age. What is older is not served any more; the rows stay, since they are the comments'
/// history as well. Any process may do it: the beginning only grows, and all come to the same.
/// </summary>
internal sealed partial class Retention(Database database, EventLog log, IOptions<EventsOptions> options, TimeProvider time, ILogger<Retention> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    private static readonly Statement Older = new(
        """SELECT "Position", "At" FROM "Changes" WHERE "Position" >= @first ORDER BY "Position" LIMIT 1000""", "@first");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.KeepDays == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(Between, time);
        do
        {
            try
            {
                await MoveAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The log is longer than asked for until the next time.
                LogFailed(logger, exception.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task MoveAsync(CancellationToken cancellation)
    {
        var until = time.GetUtcNow().UtcDateTime - TimeSpan.FromDays(options.Value.KeepDays);
        var (first, _) = await log.BoundsAsync(cancellation);
        var moved = first;
        while (await database.ReadAsync(Older, rows => LastOlder(rows, until), cancellation, moved) is { } last)
        {
            moved = last + 1;
        }

        if (moved > first)
        {
            await database.WriteAsync(
                async db =>
                {
                    await db.InsertNewAsync([new LogMark { Name = LogMark.First, Position = moved }]);
                    return await db.LogMarks.Where(m => m.Name == LogMark.First && m.Position < moved).ExecuteUpdateAsync(s => s.SetProperty(m => m.Position, moved));
                },
                cancellation);
            LogMoved(logger, moved);
        }
    }

    /// <summary>The last position before the first event that is young enough; null where that is the first of all.</summary>
    private static long? LastOlder(Rows rows, DateTime until)
    {
        long? last = null;
        while (rows.Read() && rows.Time(1) < until)
        {
            last = rows.Number(0);
        }

        return last;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The event log begins at {Position} now")]
    private static partial void LogMoved(ILogger logger, long position);

    [LoggerMessage(Level = LogLevel.Error, Message = "The event log's beginning could not be moved ({Error}); trying again in an hour")]
    private static partial void LogFailed(ILogger logger, string error);
}
