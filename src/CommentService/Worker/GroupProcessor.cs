using CommentService.Contracts;
using CommentService.Hosting;
using CommentService.Messaging;
using CommentService.Storage;
using Polly;

namespace CommentService.Worker;

/// <summary>
/// Moderates and stores a group of submissions. A database that is away is waited for, and counts against no submission.
/// What intake would not have taken is set apart. A group that fails is taken apart; a submission that fails alone becomes
/// a held comment; what cannot even be held becomes a dead letter.
/// </summary>
internal sealed partial class GroupProcessor(Database database, Moderator moderator, CommentWriter writer, TimeProvider time, ILogger<GroupProcessor> log) : IDisposable
{
    /// <summary>One group's texts are read at a time, which is faster than storing is: more of them would take the processor from that.</summary>
    private readonly SemaphoreSlim reader = new(1);

    private readonly ResiliencePipeline untilBack = UntilBack.Pipeline(database, time, (error, attempt) => LogWaiting(log, error, attempt));

    public async Task ProcessAsync(IReadOnlyList<Submission> group, CancellationToken cancellation)
    {
        group = await SetUnsoundApartAsync(group, cancellation);
        if (group.Count == 0)
        {
            return;
        }

        var started = time.GetTimestamp();
        Metrics.BatchSize.Record(group.Count);
        try
        {
            await ModerateAndStoreAsync(group, cancellation);
            Metrics.BatchDuration.Record(time.GetElapsedTime(started).TotalSeconds);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogGroupFailed(log, group.Count, exception.GetType().Name, exception.StackTrace);
            foreach (var submission in group)
            {
                await ProcessAloneAsync(submission, cancellation);
            }
        }
    }

    private async Task ProcessAloneAsync(Submission submission, CancellationToken cancellation)
    {
        try
        {
            await ModerateAndStoreAsync([submission], cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogHeld(log, submission.Id, exception.GetType().Name, exception.StackTrace);
            await HoldAsync(submission, JudgedSubmission.Unjudged(submission, "The service failed on this comment and could not judge it."), cancellation);
        }
    }

    /// <summary>What intake would not have taken is held, mended, for a moderator to see; what is no comment at all becomes a dead letter.</summary>
    /// <returns>The others.</returns>
    private async Task<IReadOnlyList<Submission>> SetUnsoundApartAsync(IReadOnlyList<Submission> group, CancellationToken cancellation)
    {
        var unsound = group.Where(submission => !Revalidation.IsSound(submission)).ToList();
        foreach (var submission in unsound)
        {
            var mended = Revalidation.Mend(submission, out var faults);
            LogUnsound(log, submission.Id, faults);
            await (mended is null
                ? SetAsideAsync(submission, "Intake cannot have made this submission.", cancellation)
                : HoldAsync(submission, JudgedSubmission.Unjudged(mended, $"This came through the queue with fields that intake does not take: {faults}."), cancellation));
        }

        return unsound.Count == 0 ? group : [.. group.Where(Revalidation.IsSound)];
    }

    private async Task HoldAsync(Submission submission, JudgedSubmission held, CancellationToken cancellation)
    {
        try
        {
            await untilBack.ExecuteAsync(async token => await writer.StoreAsync(_ => Task.FromResult<IReadOnlyList<JudgedSubmission>>([held]), token), cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogDeadLetter(log, submission.Id, exception.GetType().Name, exception.StackTrace);
            await SetAsideAsync(submission, $"It could not be stored: {exception.GetType().Name}", cancellation);
        }
    }

    /// <summary>What no submission can be read from becomes dead letters, and holds up nothing.</summary>
    public Task SetAsideAsync(IReadOnlyList<byte[]> unreadable, CancellationToken cancellation)
    {
        LogUnreadable(log, unreadable.Count);
        return SetAsideAsync(unreadable, "This is no readable submission.", cancellation);
    }

    private Task SetAsideAsync(Submission submission, string reason, CancellationToken cancellation) =>
        SetAsideAsync([SubmissionBody.Write(submission)], reason, cancellation);

    private async Task SetAsideAsync(IReadOnlyList<byte[]> bodies, string reason, CancellationToken cancellation) =>
        await untilBack.ExecuteAsync(async token => await DeadLetters.AddAsync(database, bodies, reason, time, token), cancellation);

    private async Task ModerateAndStoreAsync(IReadOnlyList<Submission> group, CancellationToken cancellation) =>
        await untilBack.ExecuteAsync(
            async token =>
            {
                using var span = Trace.Source.StartActivity("worker.group");
                var read = await ReadAsync(group, token);
                await writer.StoreAsync(reads => moderator.JudgeAsync(reads, read, token), token);
            },
            cancellation);

    public void Dispose() => reader.Dispose();

    private async Task<ReadGroup> ReadAsync(IReadOnlyList<Submission> group, CancellationToken cancellation)
    {
        await reader.WaitAsync(cancellation);
        try
        {
            return await moderator.ReadAsync(group, cancellation);
        }
        finally
        {
            reader.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} bodies from the queue cannot be read; they became dead letters")]
    private static partial void LogUnreadable(ILogger logger, int count);

    // An exception's message may quote what it choked on, so only its type and stack are logged.
    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away ({Error}); waiting, attempt {Attempt}")]
    private static partial void LogWaiting(ILogger logger, string? error, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "A group of {Count} submissions failed; each is taken alone: {Error} {Stack}")]
    private static partial void LogGroupFailed(ILogger logger, int count, string error, string? stack);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id} came through the queue as intake would not have taken it ({Faults})")]
    private static partial void LogUnsound(ILogger logger, Guid id, string faults);

    [LoggerMessage(Level = LogLevel.Error, Message = "Submission {Id} fails alone; it is held: {Error} {Stack}")]
    private static partial void LogHeld(ILogger logger, Guid id, string error, string? stack);

    [LoggerMessage(Level = LogLevel.Error, Message = "Submission {Id} cannot even be held; it became a dead letter: {Error} {Stack}")]
    private static partial void LogDeadLetter(ILogger logger, Guid id, string error, string? stack);
}
