using System.Collections.Concurrent;
using System.Data.Common;
using CommentService.Compliance.Servers;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CommentService.Tests.Running;

/// <summary>Where the data of a proof's service is: in its data directory, or in a database for each on the server that the proof has started.</summary>
internal static class TestStore
{
    private static readonly ConcurrentDictionary<string, string> Databases = new();

    /// <summary>The server of the databases; none, SQLite.</summary>
    public static PostgresServer? Postgres { get; set; }

    public static IReadOnlyDictionary<string, string> SettingsOf(TemporaryDirectory directory) => DatabaseOf(directory) is { } database
        ? new Dictionary<string, string> { ["ConnectionStrings:Postgres"] = database }
        : new Dictionary<string, string>();

    /// <summary>Lets the services of two directories share the first one's database.</summary>
    public static void Share(TemporaryDirectory first, TemporaryDirectory second) => Databases[second.Path] = DatabaseOf(first)!;

    /// <summary>From here on a directory's service has its data in a new database.</summary>
    public static void Move(TemporaryDirectory directory, PostgresServer server) => Databases[directory.Path] = NewDatabase(server);

    public static DbConnection Connect(TemporaryDirectory directory)
    {
        DbConnection connection = DatabaseOf(directory) is { } database
            ? new NpgsqlConnection(database + ";Pooling=false")
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = directory.PathOf("comments.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static string? DatabaseOf(TemporaryDirectory directory) =>
        Databases.TryGetValue(directory.Path, out var known) ? known
        : Postgres is { } server ? Databases.GetOrAdd(directory.Path, _ => NewDatabase(server))
        : null;

    private static string NewDatabase(PostgresServer server) => server.NewDatabaseAsync().GetAwaiter().GetResult();
}
