using System.Collections.Concurrent;
using CommentService.Contracts;
using CommentService.Messaging;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Worker.External;

/// <summary>
/// Has outside services asked about the submissions that were set apart, each by itself, and brings them through the
/// worker with the answer. The row goes last: killed before, the same is done again, and what is stored stays as it is.
/// </summary>
internal sealed partial class ExternalWorker(
    Database database, Policies policies, ExternalAsks asks, ExternalAsking asking, GroupProcessor processor, LateAnswers late, TimeProvider time, ILogger<ExternalWorker> log) : BackgroundService
{
    private const int MostAbandoned = 500;

    /// <summary>What is being asked about now.</summary>
    private readonly ConcurrentDictionary<Guid, Task> running = new();
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(TakeStoredAsync(stoppingToken), TakeAbandonedAsync(stoppingToken));
        }
        finally
        {
            await Task.WhenAll(running.Values);
        }
    }

    private async Task TakeStoredAsync(CancellationToken cancellation)
    {
        await foreach (var submission in asks.Stored.ReadAllAsync(cancellation))
        {
            Begin(submission, isRecheck: false, cancellation);
        }
    }

    /// <summary>What a process left that is gone, and what is to be asked about again.</summary>
    private async Task TakeAbandonedAsync(CancellationToken cancellation)
    {
        using var ticks = new PeriodicTimer(Recheck, time);
        do
        {
            try
            {
                foreach (var ask in await ClaimAsync(cancellation))
                {
                    Begin(SubmissionBody.Read(ask.Body)!, ask.IsRecheck, cancellation);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(log, exception.GetType().Name, exception.StackTrace);
            }
        }
        while (await ticks.WaitForNextTickAsync(cancellation));
    }

    private void Begin(Submission submission, bool isRecheck, CancellationToken cancellation)
    {
        var settling = SettleAsync(submission, isRecheck, cancellation);
        running[submission.Id] = settling;
        _ = settling.ContinueWith(_ => running.TryRemove(new(submission.Id, settling)), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task<List<ExternalAsk>> ClaimAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = database.OpenRead();
        var due = await db.ExternalAsks.Where(a => a.DueAt < now).OrderBy(a => a.DueAt).Take(MostAbandoned).ToListAsync(cancellation);
        if (due.Count == 0)
        {
            return due;
        }

        var question = (await policies.CurrentAsync(cancellation)).Policy.External;
        var until = question is null ? now + Recheck : asks.DueAfter(question);
        return await database.WriteAsync(
            async writing =>
            {
                var mine = new List<ExternalAsk>();
                foreach (var ask in due)
                {
                    if (await writing.ExternalAsks.Where(a => a.Id == ask.Id && a.DueAt == ask.DueAt).ExecuteUpdateAsync(s => s.SetProperty(a => a.DueAt, until)) == 1)
                    {
                        mine.Add(ask);
                    }
                }

                return mine;
            },
            cancellation);
    }

    private async Task SettleAsync(Submission submission, bool isRecheck, CancellationToken cancellation)
    {
        try
        {
            // The policy may have changed since: whoever is asked now is whom it names now.
            var question = (await policies.CurrentAsync(cancellation)).Policy.External;
            var reply = question is null ? null : await asking.AskAsync(question, submission, isRecheck, cancellation);
            await (isRecheck && reply is not null ? late.ApplyAsync(submission.Id, reply.Answer, cancellation) : JudgeAsync(submission, reply, cancellation));
            await EndAsync(submission.Id, reply?.AskAgainIn, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The row is still there: it is taken up again when its time is over.
            LogFailed(log, exception.GetType().Name, exception.StackTrace);
        }
        catch (OperationCanceledException)
        {
            // The process stops; the next one goes on.
        }
    }

    private async Task JudgeAsync(Submission submission, ExternalReply? reply, CancellationToken cancellation)
    {
        asks.Set(submission.Id, reply?.Answer ?? ExternalAnswer.NotAsked with { State = ExternalState.Failed });
        try
        {
            await processor.ProcessAsync([submission], cancellation);
        }
        finally
        {
            asks.Set(submission.Id, null);
        }
    }

    private Task<int> EndAsync(Guid id, TimeSpan? askAgainIn, CancellationToken cancellation) => database.WriteAsync(
        db => askAgainIn is { } delay
            ? db.ExternalAsks.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.DueAt, time.GetUtcNow().UtcDateTime + delay).SetProperty(a => a.IsRecheck, true))
            : db.ExternalAsks.Where(a => a.Id == id).ExecuteDeleteAsync(),
        cancellation);

    [LoggerMessage(Level = LogLevel.Error, Message = "An answer of an outside service could not be carried out; it is asked again: {Error} {Stack}")]
    private static partial void LogFailed(ILogger logger, string error, string? stack);
}
