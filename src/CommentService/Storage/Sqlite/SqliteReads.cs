namespace CommentService.Storage.Sqlite;

/// <summary>Reads by a connection's prepared statements. SQLite answers at once, so nothing here is asynchronous.</summary>
internal sealed class SqliteReads(SqliteStatements statements) : PreparedReads
{
    public override ValueTask<T> RunAsync<T>(Statement statement, Func<Rows, T> read, CancellationToken cancellation, params object?[] arguments)
    {
        cancellation.ThrowIfCancellationRequested();
        var prepared = statements.Prepare(statement);
        try
        {
            prepared.SetArguments(arguments);
            return new ValueTask<T>(read(prepared));
        }
        finally
        {
            prepared.Reset();
        }
    }

    public override ValueTask<T[]> RunEachAsync<T>(Statement statement, Func<Rows, T> read, IReadOnlyList<object?[]> arguments, CancellationToken cancellation)
    {
        if (arguments.Count == 0)
        {
            return new ValueTask<T[]>([]);
        }

        cancellation.ThrowIfCancellationRequested();
        var prepared = statements.Prepare(statement);
        var results = new T[arguments.Count];
        try
        {
            for (var i = 0; i < results.Length; i++)
            {
                prepared.SetArguments(arguments[i]);
                results[i] = read(prepared);
                prepared.Reset();
            }
        }
        finally
        {
            prepared.Reset();
        }

        return new ValueTask<T[]>(results);
    }
}
