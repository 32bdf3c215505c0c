using System.Data;
using Npgsql;

namespace CommentService.Storage.Postgres;

/// <summary>Reads on a connection that is taken from the pool with the first of them and given back with the session.</summary>
internal sealed class PostgresReadSession(NpgsqlDataSource source, ReadSessions pool) : ReadSession(pool)
{
    private NpgsqlConnection? connection;
    private NpgsqlTransaction? transaction;

    private PostgresReads Reads => new(BatchAsync);

    public override ValueTask<T> RunAsync<T>(Statement statement, Func<Rows, T> read, CancellationToken cancellation, params object?[] arguments) =>
        Reads.RunAsync(statement, read, cancellation, arguments);

    public override ValueTask<T[]> RunEachAsync<T>(Statement statement, Func<Rows, T> read, IReadOnlyList<object?[]> arguments, CancellationToken cancellation) =>
        Reads.RunEachAsync(statement, read, arguments, cancellation);

    public override async ValueTask BeginAsync(CancellationToken cancellation)
    {
        connection ??= await source.OpenConnectionAsync(cancellation);
        // One snapshot for all statements; the driver sends BEGIN along with the first of them.
        transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
    }

    public override void Close() => End();

    protected override void End()
    {
        transaction?.Dispose();
        connection?.Dispose();
        (transaction, connection) = (null, null);
    }

    private async ValueTask<NpgsqlBatch> BatchAsync(CancellationToken cancellation)
    {
        connection ??= await source.OpenConnectionAsync(cancellation);
        return new NpgsqlBatch(connection, transaction);
    }
}
