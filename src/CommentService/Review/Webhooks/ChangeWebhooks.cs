using CommentService.Hosting.Authentication;
using CommentService.Hosting.Outgoing;
using CommentService.Review.Auditing;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace CommentService.Review.Webhooks;

/// <summary>A webhook as it is after a change; what the log's bounds are where a position is outside of them.</summary>
internal readonly record struct WebhookChange(WebhookView? View, LogBounds? Outside = null);

/// <summary>
/// The one place where owners change webhooks. Each change begins a new generation, so that what was sent under the old
/// terms moves nothing any more.
/// </summary>
internal sealed partial class ChangeWebhooks(Database database, TimeProvider time, ILogger<ChangeWebhooks> logger)
{
    public async Task<WebhookChange> MakeAsync(WebhookRequest request, Actor actor, CancellationToken cancellation)
    {
        var now = time.Now();
        var made = await database.WriteAsync(
            async db =>
            {
                var bounds = await LogBounds.OfAsync(db);
                if (request.AfterPosition is { } after && !bounds.Allow(after))
                {
                    return new WebhookChange(null, bounds);
                }

                var hook = new Webhook
                {
                    Id = Guid.CreateVersion7(now),
                    Url = request.Url!,
                    EventTypes = EventTypes.Join(request.Types ?? EventTypes.Public),
                    Articles = request.Articles is { } articles ? string.Join(' ', articles) : null,
                    Secret = request.Secret ?? WebhookSecret.Make(),
                    Position = request.Snapshot == true ? 0 : request.AfterPosition ?? bounds.Head,
                    SnapshotUntil = request.Snapshot == true ? bounds.Head : 0,
                    State = request.State == "paused" ? WebhookState.Paused : WebhookState.Active,
                    CreatedAt = now.UtcDateTime,
                };
                await db.InsertNewAsync([hook]);
                await AuditLog.RecordAsync(db, hook.CreatedAt, actor, "webhook.made", hook.Id.ToString(), null, Terms.Of(hook), null);
                return new((await WebhookView.OfAsync(db, [hook], CancellationToken.None))[0] with { Secret = hook.Secret });
            },
            cancellation);
        if (made.View is { } view)
        {
            LogChanged(view.Id, "made", actor.Id);
        }

        return made;
    }

    /// <summary>Changes what is named; what waits to be sent again stays, and is sent now.</summary>
    public Task<WebhookChange> ChangeAsync(Guid id, WebhookRequest request, Actor actor, CancellationToken cancellation) => ChangeAsync(
        id, "webhook.changed", actor, set => Set(set, request), keepsWaiting: true, cancellation);

    /// <summary>Makes a new secret; for a while messages are signed with both.</summary>
    public async Task<WebhookChange> RotateAsync(Guid id, string? secret, TimeSpan keepOldFor, Actor actor, CancellationToken cancellation)
    {
        var made = secret ?? WebhookSecret.Make();
        var until = time.Now().UtcDateTime + keepOldFor;
        var changed = await ChangeAsync(
            id,
            "webhook.secret-changed",
            actor,
            set => set.SetProperty(h => h.OldSecret, h => keepOldFor > TimeSpan.Zero ? h.Secret : null).SetProperty(h => h.OldSecretUntil, until).SetProperty(h => h.Secret, made),
            keepsWaiting: true,
            cancellation);
        return changed with { View = changed.View is null ? null : changed.View with { Secret = made } };
    }

    /// <summary>Sends again from a position on; what waited is part of it.</summary>
    public async Task<WebhookChange> ReplayAsync(Guid id, long after, Actor actor, CancellationToken cancellation)
    {
        await using (var db = database.OpenRead())
        {
            var bounds = await LogBounds.OfAsync(db);
            if (!bounds.Allow(after))
            {
                return new(null, bounds);
            }
        }

        return await ChangeAsync(
            id,
            "webhook.replayed",
            actor,
            set => set.SetProperty(h => h.Position, after).SetProperty(h => h.SnapshotUntil, 0).SetProperty(h => h.State, WebhookState.Active).SetProperty(h => h.StoppedAt, (DateTime?)null),
            keepsWaiting: false,
            cancellation);
    }

    /// <summary>Removes a webhook with its log; false where there is none.</summary>
    public async Task<bool> RemoveAsync(Guid id, string? reason, Actor actor, CancellationToken cancellation)
    {
        var isRemoved = await database.WriteAsync(
            async db =>
            {
                if (await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(h => h.Id == id) is not { } hook)
                {
                    return false;
                }

                await db.Webhooks.Where(h => h.Id == id).ExecuteDeleteAsync();
                await db.WebhookRetries.Where(r => r.WebhookId == id).ExecuteDeleteAsync();
                await db.WebhookAttempts.Where(a => a.WebhookId == id).ExecuteDeleteAsync();
                await AuditLog.RecordAsync(db, time.GetUtcNow().UtcDateTime, actor, "webhook.removed", id.ToString(), Terms.Of(hook), null, reason);
                return true;
            },
            cancellation);
        if (isRemoved)
        {
            LogChanged(id, "removed", actor.Id);
        }

        return isRemoved;
    }

    private async Task<WebhookChange> ChangeAsync(Guid id, string action, Actor actor, Action<UpdateSettersBuilder<Webhook>> set, bool keepsWaiting, CancellationToken cancellation)
    {
        var view = await database.WriteAsync(
            async db =>
            {
                var before = await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(h => h.Id == id);
                if (before is null || await db.Webhooks.Where(h => h.Id == id).ExecuteUpdateAsync(s =>
                {
                    set(s);
                    s.SetProperty(h => h.Generation, h => h.Generation + 1);
                }) == 0)
                {
                    return null;
                }

                var now = time.GetUtcNow().UtcDateTime;
                var after = await db.Webhooks.AsNoTracking().SingleAsync(h => h.Id == id);
                await CarryOverAsync(db, after, keepsWaiting, now);
                await AuditLog.RecordAsync(db, now, actor, action, id.ToString(), Terms.Of(before), Terms.Of(after), null);
                return (await WebhookView.OfAsync(db, [after], CancellationToken.None))[0];
            },
            cancellation);
        if (view is not null)
        {
            LogChanged(id, action, actor.Id);
        }

        return new(view);
    }

    private static async Task CarryOverAsync(CommentDb db, Webhook hook, bool keepsWaiting, DateTime now)
    {
        var waiting = db.WebhookRetries.Where(r => r.WebhookId == hook.Id);
        if (keepsWaiting)
        {
            await waiting.ExecuteUpdateAsync(s => s.SetProperty(r => r.Generation, hook.Generation).SetProperty(r => r.NextAt, now).SetProperty(r => r.Since, now));
        }
        else
        {
            await waiting.ExecuteDeleteAsync();
        }
    }

    private static void Set(UpdateSettersBuilder<Webhook> set, WebhookRequest request)
    {
        if (request.Url is { } url)
        {
            set.SetProperty(h => h.Url, url);
        }

        if (request.Types is { } types)
        {
            set.SetProperty(h => h.EventTypes, EventTypes.Join(types));
        }

        if (request.NamesArticles)
        {
            set.SetProperty(h => h.Articles, request.Articles is { } articles ? string.Join(' ', articles) : null);
        }

        if (request.State is { } state)
        {
            set.SetProperty(h => h.State, state == "paused" ? WebhookState.Paused : WebhookState.Active).SetProperty(h => h.StoppedAt, (DateTime?)null);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhook {WebhookId}: {Action} by key {KeyId}")]
    private partial void LogChanged(Guid webhookId, string action, Guid keyId);

    /// <summary>What the record of changes has of a webhook: never a secret.</summary>
    private sealed record Terms(string Url, IReadOnlyList<string> Types, IReadOnlyList<string>? Articles, string State, long Position)
    {
        public static Terms Of(Webhook hook) => new(hook.Url, Storage.EventTypes.Split(hook.EventTypes), hook.Articles?.Split(' '), hook.State.ToString().ToLowerInvariant(), hook.Position);
    }
}
