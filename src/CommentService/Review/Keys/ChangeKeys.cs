using System.Buffers.Text;
using System.Security.Cryptography;
using CommentService.Hosting.Authentication;
using CommentService.Review.Auditing;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Keys;

internal enum Revoked
{
    Done,
    Unknown,

    /// <summary>It is the operator's, who alone can change it: else the next start would bring it back, or nobody could get in.</summary>
    IsOperators,
}

/// <summary>The one place where keys are made and revoked. A revoked one stays on the list, because history names it.</summary>
internal sealed partial class ChangeKeys(Database database, TimeProvider time, ILogger<ChangeKeys> logger)
{
    private const int SecretBytes = 32;

    /// <returns>The key with its secret; null where another key in force has the name.</returns>
    public async Task<NewKey?> MakeAsync(KeyRequest request, Actor actor, CancellationToken cancellation)
    {
        var now = time.Now();
        var secret = "csk_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var key = new ApiKey
        {
            Id = Guid.CreateVersion7(now),
            Name = request.Name,
            Role = request.Role,
            Hash = ApiKeys.Hash(secret),
            EventTypes = EventTypes.Join(request.EventTypes ?? EventTypes.Public),
            CreatedAt = now.UtcDateTime,
        };
        var isMade = await database.WriteAsync(
            async db =>
            {
                // Each name is there once among the keys in force: so says the database, whoever makes another at the same moment.
                if (!(await db.InsertNewAsync([key]))[0])
                {
                    return false;
                }

                await AuditLog.RecordAsync(db, key.CreatedAt, actor, "key.made", key.Id.ToString(), null, Terms.Of(key), null);
                return true;
            },
            cancellation);
        if (isMade)
        {
            LogMade(key.Id, key.Role, actor.Id);
        }

        return isMade ? NewKey.Of(key, secret) : null;
    }

    /// <summary>Ends a key at once, in every process; one that has ended stays so.</summary>
    public async Task<Revoked> RevokeAsync(Guid id, string? reason, Actor actor, CancellationToken cancellation)
    {
        var result = await database.WriteAsync(
            async db =>
            {
                var key = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Id == id);
                if (key is null)
                {
                    return Revoked.Unknown;
                }

                if (key.Name == ApiKeys.AdminName)
                {
                    return Revoked.IsOperators;
                }

                var now = time.GetUtcNow().UtcDateTime;
                if (await db.ApiKeys.Where(k => k.Id == id && k.RevokedAt == null).ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, now)) == 1)
                {
                    await AuditLog.RecordAsync(db, now, actor, "key.revoked", id.ToString(), Terms.Of(key), null, reason);
                }

                return Revoked.Done;
            },
            cancellation);
        if (result == Revoked.Done)
        {
            LogRevoked(id, actor.Id);
        }

        return result;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {NewKeyId} with the role {Role} made by key {KeyId}")]
    private partial void LogMade(Guid newKeyId, KeyRole role, Guid keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {RevokedKeyId} revoked by key {KeyId}")]
    private partial void LogRevoked(Guid revokedKeyId, Guid keyId);

    private sealed record Terms(string Name, string Role, IReadOnlyList<string> EventTypes)
    {
        public static Terms Of(ApiKey key) => new(key.Name, ApiKeyAuthorization.PolicyOf(key.Role), Storage.EventTypes.Split(key.EventTypes));
    }
}
