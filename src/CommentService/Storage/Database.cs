using System.Data.Common;

namespace CommentService.Storage;

/// <summary>The service's database. Slices read and write through it and never learn which one it is.</summary>
internal abstract class Database
{
    /// <summary>Pulsed after each commit in this process: a hint to look, never the only way to learn of a change.</summary>
    public Signal Committed { get; } = new();

    /// <summary>A context for reading; nothing is tracked.</summary>
    public abstract CommentDb OpenRead();

    /// <summary>Runs work in one transaction and returns after its durable commit. Either all of it is stored or none.</summary>
    public abstract Task<T> WriteAsync<T>(Func<CommentDb, Task<T>> work, CancellationToken cancellation);

    /// <summary>Opens a connection for prepared reads; the caller keeps it.</summary>
    public abstract DbConnection Connect();

    /// <summary>An id as this database stores it.</summary>
    public abstract object IdArgument(Guid id);

    /// <summary>An id out of a raw row.</summary>
    public abstract Guid ReadId(DbDataReader row, int column);

    /// <summary>A moment as this database stores it.</summary>
    public abstract object TimeArgument(DateTime time);

    /// <summary>A moment out of a raw row.</summary>
    public abstract DateTime ReadTime(DbDataReader row, int column);

    /// <summary>Whether an error means that the database is away or full, so that the same work may succeed later.</summary>
    public abstract bool IsOutage(Exception exception);

    /// <summary>Brings the schema up to date, one process at a time.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellation);
}
