using System.Collections.Concurrent;

namespace CommentService.Storage;

/// <summary>
/// Prepared reads on a connection of their own, lent to one caller at a time. EF Core's own overhead is many times that
/// of such a look-up by key. Disposing it gives it back.
/// </summary>
internal abstract class ReadSession(ReadSessions pool) : PreparedReads, IDisposable
{
    /// <summary>From here on all reads see one state of the database, and share what a read costs besides its rows.</summary>
    public abstract ValueTask BeginAsync(CancellationToken cancellation);

    public void Dispose()
    {
        End();
        pool.GiveBack(this);
    }

    /// <summary>Closes the connection.</summary>
    public abstract void Close();

    /// <summary>Ends what <see cref="BeginAsync"/> began, if it did.</summary>
    protected abstract void End();
}

/// <summary>Idle sessions. They keep their connections and prepared statements.</summary>
internal sealed class ReadSessions(Func<ReadSessions, ReadSession> open) : IDisposable
{
    private readonly ConcurrentBag<ReadSession> idle = [];
    private volatile bool isClosed;

    public ReadSession Rent() => idle.TryTake(out var session) ? session : open(this);

    public void GiveBack(ReadSession session)
    {
        idle.Add(session);
        if (isClosed)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        isClosed = true;
        while (idle.TryTake(out var session))
        {
            session.Close();
        }
    }
}
