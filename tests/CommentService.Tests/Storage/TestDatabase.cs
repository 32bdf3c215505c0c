using CommentService.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace CommentService.Tests.Storage;

/// <summary>A real SQLite database in a directory of its own.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("comment-service-");

    public TestDatabase() => Database = new SqliteDatabase(File);

    public string File => Path.Combine(folder.FullName, "comments.db");

    public SqliteDatabase Database { get; private set; }

    public static async Task<TestDatabase> OpenAsync()
    {
        var opened = new TestDatabase();
        await opened.Database.MigrateAsync(Test.Cancellation);
        return opened;
    }

    /// <summary>What a new process finds: the same file, opened again.</summary>
    public async Task ReopenAsync()
    {
        Database.Dispose();
        Database = new SqliteDatabase(File);
        await Database.MigrateAsync(Test.Cancellation);
    }

    /// <summary>Runs SQL beside the service, as an operator could.</summary>
    public void Execute(string sql)
    {
        using var connection = (SqliteConnection)Database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        Database.Dispose();
        folder.Delete(recursive: true);
    }
}
