using CommentService.Hosting;

namespace CommentService.Messaging.RabbitMq;

/// <summary>
/// Sends on what the spool took while the broker was away, in order, and lets go of it after the broker's confirm. At a
/// stop it goes on while the broker takes it, so that a process that does not come back leaves nothing behind.
/// </summary>
internal sealed partial class Forwarder(Spool spool, Publisher publisher, RecentRequests recent, TimeProvider time, ILogger<Forwarder> log) : BackgroundService
{
    private const int MostRows = 256;
    private const int MostBytes = 128 * 1024;

    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);

    private long after;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await ForwardAsync())
            {
                // Nothing is there, or the broker takes nothing: the circuit says when to try again.
                await spool.Added.WaitAsync(Recheck, time, stoppingToken);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested && await ForwardAsync())
        {
        }
    }

    /// <returns>Whether a group was sent on.</returns>
    private async Task<bool> ForwardAsync()
    {
        try
        {
            return await ForwardGroupAsync();
        }
        catch (Exception exception)
        {
            // A disk that fails: the rows stay where they are, and the loop comes back to them.
            LogFailed(log, exception.GetType().Name);
            return false;
        }
    }

    private async Task<bool> ForwardGroupAsync()
    {
        var rows = spool.ReadAfter(after, MostRows, MostBytes);
        if (rows.Count == 0)
        {
            return false;
        }

        using var span = Trace.Source.StartActivity("spool.forward");
        if (!await publisher.PublishGroupAsync(rows.ConvertAll(row => row.Body)))
        {
            return false;
        }

        var sent = rows.ConvertAll(row => new SpooledSubmission(row.Sequence, SubmissionBody.Read(row.Body)));
        foreach (var (_, submission) in sent)
        {
            if (submission is not null)
            {
                recent.Remember(submission);
            }
        }

        spool.Release(sent);
        after = rows[^1].Sequence;
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What waits in the spool could not be read ({Error}); trying again")]
    private static partial void LogFailed(ILogger logger, string error);
}
