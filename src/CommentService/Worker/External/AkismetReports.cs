using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Worker.External;

/// <summary>
/// Tells Akismet of the comments on which moderators decided otherwise than it had answered: noted in the decision's own
/// transaction, sent until it is told, by one process at a time.
/// </summary>
internal sealed partial class AkismetReports(Database database, AkismetClient akismet, TimeProvider time, ILogger<AkismetReports> log) : BackgroundService
{
    private const int AtOnce = 50;
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Lease lease = new(database, "akismet-reports", time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Recheck;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendAllAsync(stoppingToken);
                pause = Recheck;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                LogFailed(log, exception.GetType().Name, pause.TotalSeconds);
            }

            await Task.Delay(pause, time, stoppingToken);
        }
    }

    private async Task SendAllAsync(CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        var reports = await (
            from report in db.ExternalReports
            where !report.IsSent
            join comment in db.Comments on report.CommentId equals comment.Id
            orderby report.CommentId
            select new { report, comment }).Take(AtOnce).ToListAsync(cancellation);
        foreach (var each in reports)
        {
            // Held anew before each: one that waits long may have lost it meanwhile.
            if (!await lease.TryHoldAsync(cancellation))
            {
                return;
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            either.CancelAfter(Longest);
            // Without an address Akismet takes no report: it is gone where a person's data was erased.
            if (each.comment.Address is not null)
            {
                await WhileHeldAsync(akismet.TellAsync(each.comment, each.report.IsSpam, either.Token), cancellation);
            }

            await database.WriteAsync(
                writing => writing.ExternalReports.Where(r => r.CommentId == each.report.CommentId && r.Version == each.report.Version).ExecuteUpdateAsync(s => s.SetProperty(r => r.IsSent, true)), cancellation);
        }
    }

    /// <summary>An answer may take longer than the lease lasts by itself.</summary>
    private async Task WhileHeldAsync(Task telling, CancellationToken cancellation)
    {
        while (await Task.WhenAny(telling, Task.Delay(Beat, time, cancellation)) != telling && await lease.TryHoldAsync(cancellation))
        {
        }

        await telling;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Akismet could not be told of moderators' decisions ({Error}); next try in {Seconds} s")]
    private static partial void LogFailed(ILogger logger, string error, double seconds);
}
