using System.Threading.Channels;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Events.Webhooks;

/// <summary>What a webhook's run has done since it last wrote, to be stored together.</summary>
/// <param name="Hook">The webhook in the generation that the run began with.</param>
/// <param name="Position">Its new place.</param>
/// <param name="State">Its new state.</param>
/// <param name="Attempts">What was sent.</param>
/// <param name="Waiting">Events to be sent again, new or changed.</param>
/// <param name="Settled">Positions of those that need not be.</param>
internal sealed record Progress(
    Webhook Hook, long Position, WebhookState State, IReadOnlyList<WebhookAttempt> Attempts, IReadOnlyList<WebhookRetry> Waiting, IReadOnlyList<long> Settled);

/// <summary>
/// Stores the progress of all webhooks: whatever waits while one transaction is under way goes into the next together.
/// Each transaction rests on the lease, and changes no webhook that its owner has changed since.
/// </summary>
internal sealed class ProgressLog(Database database, Lease lease, TimeProvider time)
{
    private const int MostAtOnce = 500;

    private static readonly Statement Move = new(
        """
        UPDATE "Webhooks" SET "Position" = @position, "State" = @state, "StoppedAt" = @stopped WHERE "Id" = @id AND "Generation" = @generation
        """,
        "@position", "@state", "@stopped", "@id", "@generation");

    /// <summary>Not of a webhook that its owner has changed since: what waited was carried over to its new generation then.</summary>
    private static readonly Statement Park = new(
        """
        INSERT INTO "WebhookRetries" ("WebhookId", "Generation", "Position", "CommentId", "Attempts", "Since", "NextAt")
        SELECT @hook, @generation, @position, @comment, @attempts, @since, @next WHERE EXISTS (SELECT 1 FROM "Webhooks" WHERE "Id" = @hook AND "Generation" = @generation)
        ON CONFLICT ("WebhookId", "Generation", "Position") DO UPDATE SET "Attempts" = excluded."Attempts", "Since" = excluded."Since", "NextAt" = excluded."NextAt"
        """,
        "@hook", "@generation", "@position", "@comment", "@attempts", "@since", "@next");

    private static readonly Statement Settle = new(
        """DELETE FROM "WebhookRetries" WHERE "WebhookId" = @hook AND "Generation" = @generation AND "Position" = @position""", "@hook", "@generation", "@position");

    /// <summary>A webhook that ended by itself: the record of changes has that too, by nobody's key.</summary>
    private static readonly Statement Record = new(
        """
        INSERT INTO "Audit" ("At", "ActorId", "Actor", "Action", "Subject", "From", "To")
        SELECT @at, @nobody, 'service', @action, @subject, '{"state":"active"}', @to WHERE EXISTS (SELECT 1 FROM "Webhooks" WHERE "Id" = @hook AND "Generation" = @generation)
        """,
        "@at", "@nobody", "@action", "@subject", "@to", "@hook", "@generation");

    private readonly Channel<(Progress Progress, TaskCompletionSource Stored)> queue = Channel.CreateUnbounded<(Progress, TaskCompletionSource)>(new() { SingleReader = true });
    private readonly Dictionary<Guid, int> sinceForgotten = [];

    /// <summary>Ends when it is stored.</summary>
    public async Task WriteAsync(Progress progress, CancellationToken cancellation)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Writer.TryWrite((progress, stored));
        await stored.Task.WaitAsync(cancellation);
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        var group = new List<(Progress Progress, TaskCompletionSource Stored)>();
        while (await queue.Reader.WaitToReadAsync(cancellation))
        {
            while (group.Count < MostAtOnce && queue.Reader.TryRead(out var next))
            {
                group.Add(next);
            }

            try
            {
                await StoreAsync(group.ConvertAll(one => one.Progress), cancellation);
                group.ForEach(one => one.Stored.TrySetResult());
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                // The runs begin anew from what is stored.
                group.ForEach(one => one.Stored.TrySetException(exception));
            }

            group.Clear();
        }
    }

    private Task<bool> StoreAsync(List<Progress> group, CancellationToken cancellation) => database.WriteAsync(
        async db =>
        {
            if (!await lease.ConfirmAsync(db))
            {
                throw new InvalidOperationException("Another process delivers to webhooks now.");
            }

            var now = time.GetUtcNow().UtcDateTime;
            await db.ExecuteEachAsync(Move, group.Select(p => new object?[] { p.Position, (int)p.State, p.State == WebhookState.Active ? null : now, p.Hook.Id, p.Hook.Generation }));
            await db.InsertNewAsync(group.SelectMany(p => p.Attempts).ToList());
            await db.ExecuteEachAsync(Park, group.SelectMany(p => p.Waiting).Select(r => new object?[] { r.WebhookId, r.Generation, r.Position, r.CommentId, r.Attempts, r.Since, r.NextAt }));
            await db.ExecuteEachAsync(Settle, group.SelectMany(p => p.Settled.Select(position => new object?[] { p.Hook.Id, p.Hook.Generation, position })));
            await db.ForgetOldAttemptsAsync(TooLong(group));
            await db.ExecuteEachAsync(Record, group.Where(p => p.State != WebhookState.Active).Select(p => Ended(p, now)));
            return true;
        },
        cancellation);

    private static object?[] Ended(Progress progress, DateTime now)
    {
        var state = progress.State.ToString().ToLowerInvariant();
        return [now, Guid.Empty, "webhook." + state, progress.Hook.Id.ToString(), $$"""{"state":"{{state}}"}""", progress.Hook.Id, progress.Hook.Generation];
    }

    /// <summary>Now and then, since looking costs more than a few rows too many.</summary>
    private List<Guid> TooLong(List<Progress> group)
    {
        var due = new List<Guid>();
        foreach (var progress in group)
        {
            var id = progress.Hook.Id;
            sinceForgotten[id] = sinceForgotten.GetValueOrDefault(id) + progress.Attempts.Count;
            if (sinceForgotten[id] >= AttemptLog.Kept / 10)
            {
                sinceForgotten.Remove(id);
                due.Add(id);
            }
        }

        return due;
    }
}
