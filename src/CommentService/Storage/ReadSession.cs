using System.Collections.Concurrent;
using System.Data.Common;

namespace CommentService.Storage;

/// <summary>
/// Several prepared reads on one connection and one snapshot: what they have in common (locks, cached pages) is paid
/// for once. Sessions are lent to one caller at a time and keep their statements.
/// </summary>
internal sealed class ReadSessions(Database database) : IDisposable
{
    private readonly ConcurrentBag<ReadSession> idle = [];

    public ReadSession Begin()
    {
        var session = idle.TryTake(out var kept) ? kept : new ReadSession(database.Connect(), idle.Add);
        session.Begin();
        return session;
    }

    public void Dispose()
    {
        while (idle.TryTake(out var session))
        {
            session.Close();
        }
    }
}

/// <summary>One caller's reads; disposing it gives it back.</summary>
internal sealed class ReadSession(DbConnection connection, Action<ReadSession> giveBack) : IDisposable
{
    private readonly Dictionary<Statement, DbCommand> commands = new(ReferenceEqualityComparer.Instance);
    private DbTransaction? transaction;

    /// <summary>Runs a query once.</summary>
    public async ValueTask<T> RunAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellation, params object?[] arguments)
    {
        var command = Prepare(statement);
        Statement.Bind(command, arguments);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return read(reader);
    }

    /// <summary>Runs a query for each set of arguments, in their order.</summary>
    public async ValueTask<T[]> RunEachAsync<T>(Statement statement, Func<DbDataReader, T> read, IReadOnlyList<object?[]> arguments, CancellationToken cancellation)
    {
        var results = new T[arguments.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = await RunAsync(statement, read, cancellation, arguments[i]);
        }

        return results;
    }

    public void Begin() => transaction = connection.BeginTransaction(System.Data.IsolationLevel.ReadUncommitted);

    public void Dispose()
    {
        transaction?.Dispose();
        transaction = null;
        giveBack(this);
    }

    public void Close()
    {
        foreach (var command in commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private DbCommand Prepare(Statement statement)
    {
        if (!commands.TryGetValue(statement, out var command))
        {
            commands[statement] = command = statement.CommandOn(connection);
            command.Transaction = transaction;
            command.Prepare();
        }

        command.Transaction = transaction;
        return command;
    }
}
