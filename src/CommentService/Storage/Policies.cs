using CommentService.Moderation;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage;

/// <summary>The policy in force. Its version is looked up on each use, so that every process follows a change at once; the compiled policy is kept.</summary>
internal sealed class Policies(Database database, TimeProvider time)
{
    private static readonly Statement Newest = new("""SELECT MAX("Version") FROM "Policies" """);

    private Compiled? compiled;

    /// <summary>An earlier version that was asked for last: whoever looks into the past often looks at one time.</summary>
    private Compiled? earlier;

    public async ValueTask<(int Version, Policy Policy)> CurrentAsync(CancellationToken cancellation)
    {
        var version = await database.ReadAsync(Newest, row => row.Read() ? (int)row.Number(0) : 0, cancellation);
        if (compiled is { } known && known.Version == version)
        {
            return (known.Version, known.Policy);
        }

        var policy = await ReadAsync(version, cancellation) ?? throw new InvalidDataException($"Policy version {version} cannot be read.");
        compiled = new Compiled(version, policy);
        return (version, policy);
    }

    /// <summary>A policy that was in force once; null where there is none of this version, or this version of the service cannot read it.</summary>
    public async ValueTask<Policy?> FindAsync(int version, CancellationToken cancellation)
    {
        if ((compiled?.Version == version ? compiled : earlier?.Version == version ? earlier : null) is { } known)
        {
            return known.Policy;
        }

        var policy = await ReadAsync(version, cancellation);
        earlier = policy is null ? earlier : new Compiled(version, policy);
        return policy;
    }

    /// <summary>Saves the first policy where there is none yet.</summary>
    public Task SaveFirstAsync(Policy policy, CancellationToken cancellation) => database.WriteAsync(
        async db =>
        {
            // Of two processes that start at once the second one's is left out.
            return !await db.Policies.AnyAsync(cancellation)
                && (await db.InsertNewAsync([new PolicyVersion { Version = 1, Json = policy.Json, At = time.GetUtcNow().UtcDateTime, Actor = "start" }]))[0];
        },
        cancellation);

    private async Task<Policy?> ReadAsync(int version, CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        var json = await db.Policies.Where(p => p.Version == version).Select(p => p.Json).SingleOrDefaultAsync(cancellation);
        Policy.TryRead(System.Text.Encoding.UTF8.GetBytes(json ?? ""), out var policy);
        return policy;
    }

    private sealed record Compiled(int Version, Policy Policy);
}
