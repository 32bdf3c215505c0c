using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CommentService.Storage.Sqlite;

/// <summary>Reads on a connection of their own, beside the writer and never waiting for it. SQLite answers at once, so nothing here is asynchronous.</summary>
internal sealed class SqliteReadSession : ReadSession
{
    private const int BusyMilliseconds = 5_000;

    private readonly SqliteConnection connection;
    private readonly SqliteStatements statements;
    private readonly SqliteReads reads;
    private readonly SqliteStatement begin;
    private readonly SqliteStatement end;
    private bool hasBegun;

    public SqliteReadSession(SqliteConnection connection, ReadSessions pool)
        : base(pool)
    {
        this.connection = connection;
        // Readers wait for nobody but a checkpoint's last step, or a recovery after a kill.
        raw.sqlite3_busy_timeout(connection.Handle, BusyMilliseconds);
        statements = new SqliteStatements(connection);
        reads = new SqliteReads(statements);
        begin = new SqliteStatement(connection, "BEGIN");
        end = new SqliteStatement(connection, "COMMIT");
    }

    public override ValueTask<T> RunAsync<T>(Statement statement, Func<Rows, T> read, CancellationToken cancellation, params object?[] arguments) =>
        reads.RunAsync(statement, read, cancellation, arguments);

    public override ValueTask<T[]> RunEachAsync<T>(Statement statement, Func<Rows, T> read, IReadOnlyList<object?[]> arguments, CancellationToken cancellation) =>
        reads.RunEachAsync(statement, read, arguments, cancellation);

    public override ValueTask BeginAsync(CancellationToken cancellation)
    {
        begin.Execute();
        hasBegun = true;
        return default;
    }

    public override void Close()
    {
        statements.Dispose();
        begin.Dispose();
        end.Dispose();
        connection.Dispose();
    }

    protected override void End()
    {
        if (hasBegun)
        {
            hasBegun = false;
            end.Execute();
        }
    }
}
