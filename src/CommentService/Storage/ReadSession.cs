using System.Collections.Concurrent;

namespace CommentService.Storage;

/// <summary>
/// Prepared reads on a connection of their own, lent to one caller at a time. EF Core's own overhead is many times that
/// of such a look-up by key. Disposing it gives it back.
/// </summary>
internal abstract class ReadSession(ReadSessions pool) : IDisposable
{
    /// <summary>Runs a query once; the rows are gone when <paramref name="read"/> returns.</summary>
    public abstract ValueTask<T> RunAsync<T>(Statement statement, Func<Rows, T> read, CancellationToken cancellation, params object?[] arguments);

    /// <summary>Runs a query for each set of arguments, in their order.</summary>
    public virtual async ValueTask<T[]> RunEachAsync<T>(Statement statement, Func<Rows, T> read, IReadOnlyList<object?[]> arguments, CancellationToken cancellation)
    {
        var results = new T[arguments.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = await RunAsync(statement, read, cancellation, arguments[i]);
        }

        return results;
    }

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
