using Npgsql;

namespace CommentService.Storage.Postgres;

/// <summary>Reads by the driver's own prepared statements, those of one question in one round trip.</summary>
/// <param name="batchAsync">An empty batch on the connection, and in the transaction, in which to read.</param>
internal sealed class PostgresReads(Func<CancellationToken, ValueTask<NpgsqlBatch>> batchAsync) : PreparedReads
{
    public override async ValueTask<T> RunAsync<T>(Statement statement, Func<Rows, T> read, CancellationToken cancellation, params object?[] arguments)
    {
        await using var batch = await batchAsync(cancellation);
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

        await using var batch = await batchAsync(cancellation);
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
}
