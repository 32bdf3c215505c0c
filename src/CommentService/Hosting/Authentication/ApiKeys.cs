using System.Security.Cryptography;
using System.Text;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Hosting.Authentication;

/// <summary>
/// API keys by their secrets. Only the SHA-256 of a secret is stored: a secret is random and long, so a fast hash is
/// enough, and looking up by a hash tells nobody's clock how near a guess was. Read on each request, so that a
/// revoked key ends at once in every process.
/// </summary>
internal sealed class ApiKeys(Database database)
{
    /// <summary>The key that the operator sets; no other may be called so.</summary>
    public const string AdminName = "admin";

    private static readonly Statement ByHash = new(
        """SELECT "Id", "Name", "Role", "EventTypes" FROM "ApiKeys" WHERE "Hash" = @hash AND "RevokedAt" IS NULL""", "@hash");

    /// <summary>Makes sure that the configured secret opens the service: it is that of the key named "admin", whatever was before.</summary>
    public static Task EnsureAdminKeyAsync(Database database, TimeProvider time, string secret) => database.WriteAsync(
        async db =>
        {
            var hash = Hash(secret);
            var now = time.GetUtcNow();
            if (await db.ApiKeys.AnyAsync(k => k.Hash == hash && k.Name != AdminName))
            {
                throw new StartRefusedException("Comments:AdminKey is the secret of a key that was made through the API; set one that nobody else has");
            }

            var replaced = await db.ApiKeys.Where(k => k.Name == AdminName).ExecuteUpdateAsync(s => s
                .SetProperty(k => k.Hash, hash)
                .SetProperty(k => k.Role, KeyRole.Admin)
                .SetProperty(k => k.EventTypes, (string?)null)
                .SetProperty(k => k.RevokedAt, (DateTime?)null));
            // Two processes may start at once: the second one's row is left out.
            return replaced > 0 || (await db.InsertNewAsync(
                [new ApiKey { Id = Guid.CreateVersion7(now), Name = AdminName, Role = KeyRole.Admin, Hash = hash, CreatedAt = now.UtcDateTime }]))[0];
        },
        CancellationToken.None);

    /// <summary>The key that this secret opens, or null. Does the same work whether there is one or not.</summary>
    public ValueTask<KnownKey?> FindAsync(string secret, CancellationToken cancellation) => database.ReadAsync(
        ByHash,
        row => row.Read() ? new KnownKey(row.Id(0), row.Text(1), (KeyRole)row.Number(2), row.IsNull(3) ? null : row.Text(3)) : null,
        cancellation,
        Hash(secret));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

/// <summary>A key that is in force.</summary>
internal sealed record KnownKey(Guid Id, string Name, KeyRole Role, string? EventTypes);
