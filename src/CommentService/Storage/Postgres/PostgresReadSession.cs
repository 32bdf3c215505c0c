using System.Data;
using Npgsql;

namespace CommentService.Storage.Postgres;

/// <summary>Reads on a connection that is taken from the pool with the first of them and given back with the session.</summary>
internal sealed class PostgresReadSession(NpgsqlDataSource source, ReadSessions pool) : ReadSession(pool)
{
    private NpgsqlConnection? connection;
    private NpgsqlTransaction? transaction;

    public override async ValueTask<T> RunAsync<T>(Statement statement, Func<Rows, T> read, CancellationToken cancellation, params object?[] arguments)
    {
        await using var batch = await BatchAsync(cancellation);
        batch.BatchCommands.Add(PostgresStatement.Of(statement).Command(arguments));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return read(new PostgresRows(reader));
    }

    /// <summary>One round trip for all of them.</summary>
    public override async ValueTask<T[]> RunEachAsync<T>(Statement statement, Func<Rows, T> read, IReadOnlyList<object?[]> arguments, CancellationToken cancellation)
    {
        if (arguments.Count == 0)
        {
            return [];
        }

        await using var batch = await BatchAsync(cancellation);
        var prepared = PostgresStatement.Of(statement);
        foreach (var set in arguments)
        {
            batch.BatchCommands.Add(prepared.Command(set));
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var rows = new PostgresRows(reader);
        var results = new T[arguments.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = read(rows);
            await reader.NextResultAsync(cancellation);
        }

        return results;
    }

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
