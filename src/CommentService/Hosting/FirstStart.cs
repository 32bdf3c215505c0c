using System.Security.Cryptography;
using CommentService.Hosting.Authentication;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>What must be there before the first request: the data directory, the schema, the hash key, a policy and an admin.</summary>
internal sealed class FirstStart(
    DataDirectory directory, Database database, HashKeys hashKeys, Policies policies, AdminKey adminKey, IOptions<HostingOptions> options, TimeProvider time)
{
    private const string HashKeyName = "hash-key";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var policy = await FirstPolicy.ReadAsync(options.Value.Policy, cancellation);
        directory.Open();
        await database.MigrateAsync(cancellation);
        hashKeys.Use(await ReadOrMakeHashKeyAsync(cancellation));
        await policies.SaveFirstAsync(policy, cancellation);
        await ApiKeys.EnsureAdminKeyAsync(database, time, adminKey.ReadOrMake());
    }

    /// <summary>One key for all processes and for ever: what was hashed with it must be found again.</summary>
    private Task<byte[]> ReadOrMakeHashKeyAsync(CancellationToken cancellation) => database.WriteAsync(
        async db =>
        {
            var secret = await db.Secrets.SingleOrDefaultAsync(s => s.Name == HashKeyName, cancellation);
            if (secret is null)
            {
                secret = new Secret { Name = HashKeyName, Value = RandomNumberGenerator.GetBytes(HashKeys.KeyLength) };
                db.Secrets.Add(secret);
                await db.SaveChangesAsync(cancellation);
            }

            return secret.Value;
        },
        cancellation);
}
