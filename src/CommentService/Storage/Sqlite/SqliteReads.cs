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
}
