using System.Security.Cryptography;
using CommentService.Hosting.Authentication;
using CommentService.Messaging;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Polly;

namespace CommentService.Hosting;

/// <summary>What must be there before the first request: the data directory, the schema, the hash key, a policy and an admin.</summary>
internal sealed class FirstStart(
    DataDirectory directory, Database database, HashKeys hashKeys, Policies policies, AdminKey adminKey, IOptions<HostingOptions> options, TimeProvider time)
{
    private const string HashKeyName = "hash-key";

    /// <summary>A server that was there and goes away is waited for, about half a minute; each step may be done again. A file that fails fails at once.</summary>
    private readonly ResiliencePipeline whileAway = database.IsShared ? UntilBack.Pipeline(database, time, retries: 12) : ResiliencePipeline.Empty;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var policy = await FirstPolicy.ReadAsync(options.Value.Policy, cancellation);
        adminKey.RefuseIfMissing(database.IsShared);
        directory.Open();
        await whileAway.ExecuteAsync(
            async token =>
            {
                await database.MigrateAsync(token);
                await RefuseHalfAnImportAsync(token);
                hashKeys.Use(await ReadOrMakeHashKeyAsync(token));
                await policies.SaveFirstAsync(policy, token);
                await ApiKeys.EnsureAdminKeyAsync(database, time, adminKey.ReadOrMake());
            },
            cancellation);
    }

    private async Task RefuseHalfAnImportAsync(CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        if (await db.UnfinishedImports.AnyAsync(cancellation))
        {
            throw new StartRefusedException("an import into this database is not finished: run it again with --resume");
        }
    }

    /// <summary>One key for all processes and for ever: what was hashed with it must be found again.</summary>
    private async Task<byte[]> ReadOrMakeHashKeyAsync(CancellationToken cancellation)
    {
        // Of two processes that start at once the second one's is left out. It is read after the transaction: a process
        // that starts asks its first question slowly, and the server ends a transaction that sleeps meanwhile.
        var made = new Secret { Name = HashKeyName, Value = RandomNumberGenerator.GetBytes(HashKeys.KeyLength) };
        await database.WriteAsync(db => db.InsertNewAsync([made]), cancellation);
        await using var db = database.OpenRead();
        return await db.Secrets.Where(s => s.Name == HashKeyName).Select(s => s.Value).SingleAsync(cancellation);
    }
}
