namespace CommentService.Storage;

/// <summary>Prepared reads on one connection, by one caller at a time.</summary>
internal abstract class PreparedReads
{
    /// <summary>Runs a query once; the rows are gone when <paramref name="read"/> returns.</summary>
    public abstract ValueTask<T> RunAsync<T>(Statement statement, Func<Rows, T> read, CancellationToken cancellation, params object?[] arguments);

    /// <summary>Runs a query for each set of arguments, in their order.</summary>
    public virtual async ValueTask<T[]> RunEachAsync<T>(Statement statement, Func<Rows, T> read, IReadOnlyList<object?[]> arguments, CancellationToken cancellation)
    {
        var results = new T[arguments.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = await RunAsync(statement, read, cancellation, arguments[i]);
        }

        return results;
    }
}
