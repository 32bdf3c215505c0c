using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace CommentService.Tests.Running;

/// <summary>Where the data of a test's service is: in its data directory, as it is unless something is set. The compliance suite has another of this.</summary>
internal static class TestStore
{
    /// <summary>What a service on this directory is told of other servers.</summary>
    public static IReadOnlyDictionary<string, string> SettingsOf(TemporaryDirectory directory) => new Dictionary<string, string>();

    /// <summary>Opens the database past the service.</summary>
    public static DbConnection Connect(TemporaryDirectory directory)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = directory.PathOf("comments.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Drops what a directory's service kept elsewhere.</summary>
    public static Task DropAsync(TemporaryDirectory directory) => Task.CompletedTask;
}
