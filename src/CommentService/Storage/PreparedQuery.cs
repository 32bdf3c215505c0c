using System.Collections.Concurrent;
using System.Data.Common;

namespace CommentService.Storage;

/// <summary>
/// A query on the hot path: commands stay prepared on connections of their own and are lent to one caller at a time.
/// EF Core's own overhead is several times that of such a look-up by key.
/// </summary>
internal sealed class PreparedQuery(Database database, Statement statement) : IDisposable
{
    private readonly ConcurrentBag<DbCommand> idle = [];

    /// <summary>Runs the query once.</summary>
    public async ValueTask<T> RunAsync<T>(Func<DbDataReader, T> read, CancellationToken cancellation, params object?[] arguments)
    {
        var command = Rent();
        try
        {
            return await ReadAsync(command, read, arguments, cancellation);
        }
        finally
        {
            idle.Add(command);
        }
    }

    /// <summary>Runs the query for each set of arguments, in their order.</summary>
    public async ValueTask<T[]> RunEachAsync<T>(Func<DbDataReader, T> read, IReadOnlyList<object?[]> arguments, CancellationToken cancellation)
    {
        var command = Rent();
        try
        {
            var results = new T[arguments.Count];
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = await ReadAsync(command, read, arguments[i], cancellation);
            }

            return results;
        }
        finally
        {
            idle.Add(command);
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var command))
        {
            command.Connection?.Dispose();
            command.Dispose();
        }
    }

    private static async ValueTask<T> ReadAsync<T>(DbCommand command, Func<DbDataReader, T> read, object?[] arguments, CancellationToken cancellation)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return read(reader);
    }

    private DbCommand Rent()
    {
        if (idle.TryTake(out var command))
        {
            return command;
        }

        command = database.Connect().CreateCommand();
        command.CommandText = statement.Sql;
        foreach (var name in statement.Parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        command.Prepare();
        return command;
    }
}
