using CommentService.Moderation;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage;

/// <summary>The policy in force. Its version is looked up on each use, so that every process follows a change at once; the compiled policy is kept.</summary>
internal sealed class Policies(Database database, TimeProvider time)
{
    private static readonly Statement Newest = new("""SELECT MAX("Version") FROM "Policies" """);

    private Compiled? compiled;

    public async ValueTask<(int Version, Policy Policy)> CurrentAsync(CancellationToken cancellation)
    {
        var version = await database.ReadAsync(Newest, row => row.Read() ? (int)row.Number(0) : 0, cancellation);
        if (compiled is { } known && known.Version == version)
        {
            return (known.Version, known.Policy);
        }

        await using var db = database.OpenRead();
        var json = await db.Policies.Where(p => p.Version == version).Select(p => p.Json).SingleAsync(cancellation);
        var errors = Policy.TryRead(System.Text.Encoding.UTF8.GetBytes(json), out var policy);
        compiled = new Compiled(version, policy ?? throw new InvalidDataException($"Policy version {version} cannot be read: {string.Join(' ', errors.Keys)}"));
        return (version, policy);
    }

    /// <summary>Saves the first policy where there is none yet.</summary>
    public Task SaveFirstAsync(Policy policy, CancellationToken cancellation) => database.WriteAsync(
        async db =>
        {
            if (!await db.Policies.AnyAsync(cancellation))
            {
                db.Policies.Add(new PolicyVersion { Version = 1, Json = policy.Json, At = time.GetUtcNow().UtcDateTime, Actor = "start" });
                await db.SaveChangesAsync(cancellation);
            }

            return true;
        },
        cancellation);

    private sealed record Compiled(int Version, Policy Policy);
}
