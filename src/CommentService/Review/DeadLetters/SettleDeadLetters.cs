using CommentService.Hosting.Authentication;
using CommentService.Messaging;
using CommentService.Review.Auditing;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.DeadLetters;

internal enum Settled
{
    Done,
    Unknown,
    Unreadable,
}

/// <summary>
/// Sends a dead letter back to the queue, or throws it away. Sent back it is durable there before it leaves the
/// dead letters: killed in between, it is in both, and the submission's id keeps it from being stored twice.
/// </summary>
internal sealed partial class SettleDeadLetters(Database database, ISubmissionQueue queue, TimeProvider time, ILogger<SettleDeadLetters> logger) : IDisposable
{
    /// <summary>One at a time: of two admins who retry the same letter at once, the second finds it gone.</summary>
    private readonly SemaphoreSlim gate = new(1);

    /// <exception cref="SpoolUnavailableException">The spool takes nothing; the letter stays.</exception>
    public async Task<Settled> RetryAsync(Guid id, string? reason, Actor actor, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            await using var db = database.OpenRead();
            if (await db.DeadLetters.Where(d => d.Id == id).Select(d => d.Body).SingleOrDefaultAsync(cancellation) is not { } body)
            {
                return Settled.Unknown;
            }

            if (SubmissionBody.Read(body) is not { } submission)
            {
                return Settled.Unreadable;
            }

            // It is there already where a kill came after an earlier retry's first half.
            if (queue.Find(submission.RequestKey)?.Id != submission.Id)
            {
                await queue.AddAsync(submission);
            }

            return await RemoveAsync(id, "dead-letter.retried", reason, actor);
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<Settled> DiscardAsync(Guid id, string? reason, Actor actor, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            return await RemoveAsync(id, "dead-letter.discarded", reason, actor);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<Settled> RemoveAsync(Guid id, string action, string? reason, Actor actor)
    {
        var result = await database.WriteAsync(
            async db =>
            {
                var letter = await db.DeadLetters.Where(d => d.Id == id).Select(d => new { d.At, d.Reason }).SingleOrDefaultAsync();
                if (letter is null)
                {
                    return Settled.Unknown;
                }

                await db.DeadLetters.Where(d => d.Id == id).ExecuteDeleteAsync();
                await AuditLog.RecordAsync(db, time.GetUtcNow().UtcDateTime, actor, action, id.ToString(), letter, null, reason);
                return Settled.Done;
            },
            CancellationToken.None);
        if (result == Settled.Done)
        {
            LogSettled(action, id, actor.Id);
        }

        return result;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Action} {DeadLetterId} by key {KeyId}")]
    private partial void LogSettled(string action, Guid deadLetterId, Guid keyId);
}
