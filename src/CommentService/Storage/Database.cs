using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage;

/// <summary>The service's database. Slices read and write through it and never learn which one it is.</summary>
internal abstract class Database : IDisposable
{
    protected Database() => Reads = new ReadSessions(OpenSession);

    /// <summary>Pulsed after each commit in this process: a hint to look, never the only way to learn of a change.</summary>
    public Signal Committed { get; } = new();

    /// <summary>Pulsed after events were given positions in this process: a hint to look, like <see cref="Committed"/>.</summary>
    public Broadcast Positioned { get; } = new();

    /// <summary>Sessions for the prepared reads of the hot path.</summary>
    public ReadSessions Reads { get; }

    /// <summary>Whether other processes may write to it as well.</summary>
    public virtual bool IsShared => false;

    /// <summary>A context for reading; nothing is tracked.</summary>
    public abstract CommentDb OpenRead();

    /// <summary>A context whose reads all see the database as it is at one moment.</summary>
    public async Task<CommentDb> OpenSnapshotAsync(CancellationToken cancellation)
    {
        var db = OpenRead();
        await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        return db;
    }

    /// <summary>Runs one prepared read.</summary>
    public async ValueTask<T> ReadAsync<T>(Statement statement, Func<Rows, T> read, CancellationToken cancellation, params object?[] arguments)
    {
        using var session = Reads.Rent();
        return await session.RunAsync(statement, read, cancellation, arguments);
    }

    /// <summary>Runs work in one transaction and returns after its durable commit. Either all of it is stored or none.</summary>
    /// <param name="work">It may run more than once, where something else was in the way of its transaction: it keeps nothing of its own from one run to the next.</param>
    /// <param name="cancellation">Ends the wait before the work begins.</param>
    public abstract Task<T> WriteAsync<T>(Func<CommentDb, Task<T>> work, CancellationToken cancellation);

    /// <summary>Opens a connection of its own, which the caller closes.</summary>
    public abstract DbConnection Connect();

    /// <summary>Whether an error means that the database is away or full, so that the same work may succeed later.</summary>
    public abstract bool IsOutage(Exception exception);

    /// <summary>Brings the schema up to date, one process at a time.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellation);

    public virtual void Dispose() => Reads.Dispose();

    protected abstract ReadSession OpenSession(ReadSessions pool);
}
