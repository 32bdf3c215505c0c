using System.Collections.Concurrent;
using System.Data.Common;
using CommentService.Compliance.Servers;
using Npgsql;

namespace CommentService.Tests.Running;

/// <summary>Where the data of a test's service is: in a PostgreSQL database for each data directory, so that a restart finds it again.</summary>
internal static class TestStore
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Databases = new();

    public static IReadOnlyDictionary<string, string> SettingsOf(TemporaryDirectory directory) => new Dictionary<string, string>
    {
        ["ConnectionStrings:Postgres"] = DatabaseOf(directory),
    };

    /// <summary>Opens the database past the service.</summary>
    public static DbConnection Connect(TemporaryDirectory directory)
    {
        var connection = new NpgsqlConnection(DatabaseOf(directory) + ";Pooling=false");
        connection.Open();
        return connection;
    }

    /// <summary>Drops what a directory's service kept.</summary>
    public static async Task DropAsync(TemporaryDirectory directory)
    {
        if (Databases.TryRemove(directory.Path, out var database))
        {
            await TestServers.DropAsync(await database.Value);
        }
    }

    private static string DatabaseOf(TemporaryDirectory directory) => Databases.GetOrAdd(
        directory.Path,
        static _ => new(static () => Task.Run(TestServers.NewDatabaseAsync))).Value.GetAwaiter().GetResult();
}
