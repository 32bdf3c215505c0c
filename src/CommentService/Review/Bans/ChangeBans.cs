using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Review.Auditing;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Bans;

/// <summary>The one place where bans change. There is one for each thing banned: who bans it again changes reason and end.</summary>
internal sealed partial class ChangeBans(Database database, TimeProvider time, ILogger<ChangeBans> logger)
{
    /// <returns>The ban, and whether it is new.</returns>
    public async Task<(BanView Ban, bool IsNew)> AddAsync(BanTarget target, string? reason, DateTime? expiresAt, Actor actor, CancellationToken cancellation)
    {
        var now = time.Now();
        var (ban, isNew) = await database.WriteAsync<(Ban, bool)>(
            async db =>
            {
                var fresh = new Ban
                {
                    Id = Guid.CreateVersion7(now), Kind = target.Kind, Key = target.Key, Value = target.Value, CommentId = target.CommentId,
                    Reason = reason, ExpiresAt = expiresAt, CreatedAt = now.UtcDateTime, Actor = actor.Name,
                };
                if ((await db.InsertNewAsync([fresh]))[0])
                {
                    await AuditLog.RecordAsync(db, now.UtcDateTime, actor, "ban.added", fresh.Id.ToString(), null, Terms.Of(fresh), reason);
                    return (fresh, true);
                }

                return (await RenewAsync(db, fresh, actor), false);
            },
            cancellation);
        LogBanned(ban.Id, actor.Id);
        return (BanView.Of(ban), isNew);
    }

    /// <returns>Whether there was such a ban.</returns>
    public async Task<bool> LiftAsync(Guid id, string? reason, Actor actor, CancellationToken cancellation)
    {
        var isLifted = await database.WriteAsync(
            async db =>
            {
                var ban = await db.Bans.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, CancellationToken.None);
                if (ban is null || await db.Bans.Where(b => b.Id == id).ExecuteDeleteAsync(CancellationToken.None) == 0)
                {
                    return false;
                }

                await AuditLog.RecordAsync(db, time.GetUtcNow().UtcDateTime, actor, "ban.lifted", id.ToString(), Terms.Of(ban), null, reason);
                return true;
            },
            cancellation);
        if (isLifted)
        {
            LogLifted(id, actor.Id);
        }

        return isLifted;
    }

    private static async Task<Ban> RenewAsync(CommentDb db, Ban again, Actor actor)
    {
        var before = await db.Bans.AsNoTracking().SingleAsync(b => b.Key == again.Key && b.Kind == again.Kind);
        await db.Bans.Where(b => b.Id == before.Id).ExecuteUpdateAsync(s => s
            .SetProperty(b => b.Reason, again.Reason)
            .SetProperty(b => b.ExpiresAt, again.ExpiresAt)
            .SetProperty(b => b.Value, again.Value));
        var after = await db.Bans.AsNoTracking().SingleAsync(b => b.Id == before.Id);
        await AuditLog.RecordAsync(db, again.CreatedAt, actor, "ban.changed", after.Id.ToString(), Terms.Of(before), Terms.Of(after), again.Reason);
        return after;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ban {BanId} set by key {KeyId}")]
    private partial void LogBanned(Guid banId, Guid keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ban {BanId} lifted by key {KeyId}")]
    private partial void LogLifted(Guid banId, Guid keyId);

    /// <summary>What the audit keeps of a ban: not whom it names, which must be erasable.</summary>
    private sealed record Terms(string Kind, Guid? CommentId, string? Reason, DateTime? ExpiresAt)
    {
        public static Terms Of(Ban ban) => new(WordOf(ban.Kind), ban.CommentId, ban.Reason, ban.ExpiresAt);

        private static string WordOf(BanKind kind) => kind.ToString().ToLowerInvariant();
    }
}
