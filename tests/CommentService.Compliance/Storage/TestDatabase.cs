using CommentService.Compliance.Servers;
using CommentService.Storage.Postgres;

namespace CommentService.Tests.Storage;

/// <summary>A real PostgreSQL database of its own.</summary>
internal sealed class TestDatabase(string connectionString) : IAsyncDisposable
{
    public PostgresDatabase Database { get; } = new(connectionString);

    public static async Task<TestDatabase> OpenAsync() => new(await TestServers.NewDatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        Database.Dispose();
        await TestServers.DropAsync(connectionString);
    }
}
