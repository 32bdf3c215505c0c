using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage;

/// <summary>
/// The right to do what only one process may do at a time, where several share a database. It is a row that its holder
/// changes every second; whoever sees it unchanged for five takes over, by its own clock: no two machines' clocks are
/// compared. A holder that slept and wakes up does no harm: its next transaction finds the token gone and does nothing.
/// </summary>
internal sealed class Lease(Database database, string name, TimeProvider time)
{
    private static readonly TimeSpan TakenOverAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenBeats = TimeSpan.FromSeconds(1);

    private static readonly Statement Look = new(
        """SELECT "Token", "Beat", "Holder" FROM "Leases" WHERE "Name" = @name""", "@name");

    private readonly Guid me = Guid.CreateVersion7(time.GetUtcNow());
    private long? token;
    private Seen? seen;
    private long since;

    /// <summary>Holds the lease, or goes on holding it; false where another process has it. Costs nothing where no other can be.</summary>
    public async ValueTask<bool> TryHoldAsync(CancellationToken cancellation)
    {
        if (!database.IsShared)
        {
            return true;
        }

        if (token is not null && time.GetElapsedTime(since) < BetweenBeats)
        {
            return true;
        }

        return token is not null
            ? await database.WriteAsync(ConfirmAsync, cancellation)
            : await TakeAsync(await LookAsync(cancellation), cancellation);
    }

    /// <summary>
    /// To be called first in a transaction that rests on the lease: from there to its end nobody takes over. False where
    /// another has: then the transaction must do nothing.
    /// </summary>
    public async Task<bool> ConfirmAsync(CommentDb db)
    {
        if (!database.IsShared)
        {
            return true;
        }

        var began = time.GetTimestamp();
        if (token is not { } mine || await db.Leases.Where(l => l.Name == name && l.Token == mine).ExecuteUpdateAsync(s => s.SetProperty(l => l.Beat, l => l.Beat + 1)) == 0)
        {
            (token, seen) = (null, null);
            return false;
        }

        since = began;
        return true;
    }

    /// <summary>Gives it back, so that another need not wait.</summary>
    public async Task GiveBackAsync(CancellationToken cancellation)
    {
        if (token is { } mine)
        {
            token = null;
            await database.WriteAsync(
                db => db.Leases.Where(l => l.Name == name && l.Token == mine).ExecuteUpdateAsync(s => s.SetProperty(l => l.Holder, (Guid?)null)), cancellation);
        }
    }

    private ValueTask<Seen?> LookAsync(CancellationToken cancellation) => database.ReadAsync(
        Look, row => row.Read() ? new Seen(row.Number(0), row.Number(1), !row.IsNull(2)) : null, cancellation, name);

    private async Task<bool> TakeAsync(Seen? now, CancellationToken cancellation)
    {
        if (now is { IsHeld: true })
        {
            if (now != seen)
            {
                (seen, since) = (now, time.GetTimestamp());
                return false;
            }

            if (time.GetElapsedTime(since) < TakenOverAfter)
            {
                return false;
            }
        }

        var began = time.GetTimestamp();
        var taken = await database.WriteAsync(
            async db => now is null
                ? (await db.InsertNewAsync([new StoredLease { Name = name, Holder = me, Token = 1 }]))[0]
                : await db.Leases.Where(l => l.Name == name && l.Token == now.Token && l.Beat == now.Beat).ExecuteUpdateAsync(s => s
                    .SetProperty(l => l.Token, now.Token + 1)
                    .SetProperty(l => l.Beat, l => l.Beat + 1)
                    .SetProperty(l => l.Holder, me)) == 1,
            cancellation);
        seen = null;
        if (taken)
        {
            (token, since) = ((now?.Token ?? 0) + 1, began);
        }

        return taken;
    }

    private sealed record Seen(long Token, long Beat, bool IsHeld);
}
