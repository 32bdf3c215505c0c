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
            Statement.Bind(command, arguments);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            return read(reader);
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

    private DbCommand Rent()
    {
        if (idle.TryTake(out var command))
        {
            return command;
        }

        command = statement.CommandOn(database.Connect());
        command.Prepare();
        return command;
    }
}
