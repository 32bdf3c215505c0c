using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Worker.External;

/// <summary>
/// Tells Akismet of the comments on which moderators decided otherwise than it had answered: noted in the decision's own
/// transaction, sent until it is told.
/// </summary>
internal sealed partial class AkismetReports(Database database, AkismetClient akismet, TimeProvider time, ILogger<AkismetReports> log) : BackgroundService
{
    private const int AtOnce = 50;
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

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
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            either.CancelAfter(Longest);
            // Without an address Akismet takes no report: it is gone where a person's data was erased.
            if (each.comment.Address is not null)
            {
                await akismet.TellAsync(each.comment, each.report.IsSpam, either.Token);
            }

            await database.WriteAsync(
                writing => writing.ExternalReports.Where(r => r.CommentId == each.report.CommentId && r.Version == each.report.Version).ExecuteUpdateAsync(s => s.SetProperty(r => r.IsSent, true)), cancellation);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Akismet could not be told of moderators' decisions ({Error}); next try in {Seconds} s")]
    private static partial void LogFailed(ILogger logger, string error, double seconds);
}
