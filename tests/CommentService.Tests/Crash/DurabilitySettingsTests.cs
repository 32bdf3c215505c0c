using System.Runtime.CompilerServices;
using CommentService.Messaging;
using CommentService.Storage.Sqlite;
using CommentService.Tests.Running;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Tests.Crash;

/// <summary>
/// A killed process loses nothing that it wrote, fsynced or not; a power cut does. So the connections that write are
/// asked themselves whether a commit waits for its fsync. <c>tests/prove fsync</c> shows that it does.
/// </summary>
public sealed class DurabilitySettingsTests
{
    private const string Wal = "wal";
    private const string Full = "2";

    [Fact]
    public async Task The_database_commits_to_a_log_with_an_fsync_each()
    {
        using var data = new TemporaryDirectory();
        using var database = new SqliteDatabase(data.PathOf("comments.db"));
        await database.MigrateAsync(TestContext.Current.CancellationToken);

        var (journal, synchronous) = await database.WriteAsync(
            db => Task.FromResult(ReadPragmas((SqliteConnection)db.Database.GetDbConnection())),
            TestContext.Current.CancellationToken);

        Assert.Equal((Wal, Full), (journal, synchronous));
    }

    [Fact]
    public void The_spool_commits_to_a_log_with_an_fsync_each()
    {
        using var data = new TemporaryDirectory();
        using var file = new SpoolFile(data.PathOf("spool.db"));

        Assert.Equal((Wal, Full), ReadPragmas(WriterOf(file)));
    }

    /// <summary>The spool shows its connection to nobody; synchronous is a connection's own setting and cannot be read off the file.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "writer")]
    private static extern ref SqliteConnection WriterOf(SpoolFile file);

    private static (string Journal, string Synchronous) ReadPragmas(SqliteConnection connection) =>
        (Ask(connection, "PRAGMA journal_mode"), Ask(connection, "PRAGMA synchronous"));

    private static string Ask(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        // Within whatever transaction the connection is in.
        command.CommandText = pragma;
        command.Transaction = Current(connection);
        return command.ExecuteScalar()!.ToString()!;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Transaction")]
    private static extern SqliteTransaction? Current(SqliteConnection connection);
}
