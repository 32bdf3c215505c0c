using CommentService.Hosting;
using CommentService.Hosting.Outgoing;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Events.Webhooks;

/// <summary>Keeps a run for each active webhook, in the one process that holds the lease; none of them waits for another.</summary>
internal sealed partial class Deliveries(Database database, Tail tail, EventLog log, WebhookSender sender, TimeProvider time, ILogger<Deliveries> logger) : BackgroundService
{
    /// <summary>A change by an owner, in whatever process, is seen within this time.</summary>
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);

    private readonly Lease lease = new(database, "webhooks", time);
    private readonly Dictionary<Guid, Running> runs = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var progress = new ProgressLog(database, lease, time);
        var writing = progress.RunAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var wanted = await lease.TryHoldAsync(stoppingToken) ? await ActiveAsync(stoppingToken) : [];
                await EndAllButAsync(wanted);
                await StartAsync(wanted, progress, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Runs go on as they are; the loop looks again.
                LogFailed(logger, exception.GetType().Name);
            }

            await Task.WhenAny(Task.Delay(Recheck, time, stoppingToken));
        }

        await EndAllButAsync([]);
        await Task.WhenAny(writing);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await lease.GiveBackAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException || database.IsOutage(exception))
        {
            // Then another takes it when it is old enough.
        }
    }

    private async Task<List<Webhook>> ActiveAsync(CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        return await db.Webhooks.Where(h => h.State == WebhookState.Active).ToListAsync(cancellation);
    }

    /// <summary>Ends the runs of webhooks that are gone or were changed, and forgets those that ended by themselves.</summary>
    private async Task EndAllButAsync(List<Webhook> wanted)
    {
        foreach (var (id, run) in runs.Where(run => run.Value.HasEnded || !wanted.Exists(hook => hook.Id == run.Key && hook.Generation == run.Value.Generation)).ToList())
        {
            await run.EndAsync();
            runs.Remove(id);
        }
    }

    private async Task StartAsync(List<Webhook> wanted, ProgressLog progress, CancellationToken stopping)
    {
        foreach (var hook in wanted.Where(hook => !runs.ContainsKey(hook.Id)))
        {
            await using var db = database.OpenRead();
            // Read again: the run before it may have stored its last place after the list was read.
            var now = await db.Webhooks.SingleOrDefaultAsync(h => h.Id == hook.Id && h.Generation == hook.Generation && h.State == WebhookState.Active, stopping);
            if (now is not null)
            {
                var waiting = await db.WebhookRetries.Where(r => r.WebhookId == now.Id && r.Generation == now.Generation).ToListAsync(stopping);
                runs[now.Id] = new Running(now.Generation, end => RunAsync(new HookRun(now, waiting, tail, log, sender, progress, time), now.Id, end), stopping);
            }
        }
    }

    private async Task RunAsync(HookRun run, Guid id, CancellationToken end)
    {
        try
        {
            switch (await run.RunAsync(end))
            {
                case WebhookState.Failing:
                    Metrics.WebhooksStopped.Count("state", "failing");
                    LogFailing(logger, id);
                    break;
                case WebhookState.Unsubscribed:
                    Metrics.WebhooksStopped.Count("state", "unsubscribed");
                    LogUnsubscribed(logger, id);
                    break;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // It begins anew, from what is stored.
            LogRunFailed(logger, id, exception.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhooks could not be looked up ({Error}); trying again")]
    private static partial void LogFailed(ILogger logger, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {WebhookId} was interrupted ({Error}); it goes on from its last stored position")]
    private static partial void LogRunFailed(ILogger logger, Guid webhookId, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {WebhookId} is failing: an event was not taken for three days. Nothing is sent to it until its owner replays")]
    private static partial void LogFailing(ILogger logger, Guid webhookId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {WebhookId} answered 410 and is unsubscribed")]
    private static partial void LogUnsubscribed(ILogger logger, Guid webhookId);

    private sealed class Running
    {
        private readonly CancellationTokenSource end;
        private readonly Task task;

        public Running(long generation, Func<CancellationToken, Task> run, CancellationToken stopping)
        {
            Generation = generation;
            end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            task = Task.Run(() => run(end.Token), CancellationToken.None);
        }

        public long Generation { get; }

        public bool HasEnded => task.IsCompleted;

        public async Task EndAsync()
        {
            await end.CancelAsync();
            await Task.WhenAny(task);
            end.Dispose();
        }
    }
}
