using CommentService.Compliance.Servers;
using CommentService.Storage.Postgres;

[assembly: AssemblyFixture(typeof(TestServers))]

namespace CommentService.Compliance.Servers;

/// <summary>The servers of this run: each is started when the first test wants it, and stopped after the last.</summary>
public sealed class TestServers : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Started = new(PostgresServer.StartAsync);

    /// <summary>A database with the service's schema and nothing in it, of which each test gets a copy.</summary>
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    internal static Task<PostgresServer> Postgres => Started.Value;

    /// <returns>The connection string of a new database with the schema and nothing in it.</returns>
    internal static async Task<string> NewDatabaseAsync() => await (await Postgres).NewDatabaseAsync(await Template.Value);

    internal static async Task DropAsync(string database) => await (await Postgres).DropAsync(database);

    public async ValueTask DisposeAsync()
    {
        if (Started.IsValueCreated)
        {
            await (await Started.Value).DisposeAsync();
        }
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var template = await (await Postgres).NewDatabaseAsync();
        // Without a pool: a database that somebody is connected to cannot be copied.
        using var database = new PostgresDatabase(template + ";Pooling=false");
        await database.MigrateAsync(CancellationToken.None);
        return template;
    }
}
