namespace CommentService.Storage.Sqlite;

/// <summary>Reads by a connection's prepared statements. SQLite answers at once, so nothing here is asynchronous.</summary>
internal sealed class SqliteReads(SqliteStatements statements) : PreparedReads
{
    public override ValueTask<T> RunAsync<T>(Statement statement, Func<Rows, T> read, CancellationToken cancellation, params object?[] arguments)
    {
        cancellation.ThrowIfCancellationRequested();
        return new ValueTask<T>(Ask(statements.Prepare(statement), read, arguments));
    }

    public override ValueTask<T[]> RunEachAsync<T>(Statement statement, Func<Rows, T> read, IReadOnlyList<object?[]> arguments, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var prepared = statements.Prepare(statement);
        var results = new T[arguments.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Ask(prepared, read, arguments[i]);
        }

        return new ValueTask<T[]>(results);
    }

    private static T Ask<T>(SqliteStatement prepared, Func<Rows, T> read, object?[] arguments)
    {
        try
        {
            prepared.SetArguments(arguments);
            return read(prepared);
        }
        finally
        {
            prepared.Reset();
        }
    }
}
