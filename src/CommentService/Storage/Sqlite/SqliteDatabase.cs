using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace CommentService.Storage.Sqlite;

/// <summary>One SQLite file in WAL mode: one writer with group commit, readers that never wait.</summary>
internal sealed class SqliteDatabase : Database
{
    private readonly string path;
    private readonly DbContextOptions<SqliteCommentDb> readOptions;
    private SqliteWriter? writer;

    public SqliteDatabase(string path)
    {
        this.path = path;
        readOptions = new DbContextOptionsBuilder<SqliteCommentDb>()
            .UseSqlite(ConnectionString(pooling: true))
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options;
    }

    public override CommentDb OpenRead() => new SqliteCommentDb(readOptions);

    public override Task<T> WriteAsync<T>(Func<CommentDb, Task<T>> work, CancellationToken cancellation) =>
        (writer ?? throw new InvalidOperationException("The schema is brought up to date before anything is written.")).RunAsync(work, cancellation);

    public override DbConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString(pooling: false));
        connection.Open();
        return connection;
    }

    public override bool IsOutage(Exception exception) => (exception as SqliteException ?? exception.InnerException as SqliteException)?.SqliteErrorCode
        is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN;

    public override async Task MigrateAsync(CancellationToken cancellation)
    {
        await using (var db = new SqliteCommentDb(new DbContextOptionsBuilder<SqliteCommentDb>().UseSqlite(ConnectionString(pooling: false)).Options))
        {
            // A process that was killed while it migrated left this row, and EF Core would wait for it for ever.
            // The lock on the data directory says that no other process can be at it.
            if (File.Exists(path))
            {
                await db.Database.ExecuteSqlRawAsync(
                    """CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL); DELETE FROM "__EFMigrationsLock";""",
                    cancellation);
            }

            await db.Database.MigrateAsync(cancellation);
        }

        writer = new SqliteWriter((SqliteConnection)Connect(), (SqliteConnection)Connect(), Committed);
    }

    public override void Dispose()
    {
        base.Dispose();
        writer?.Dispose();
    }

    protected override ReadSession OpenSession(ReadSessions pool) => new SqliteReadSession((SqliteConnection)Connect(), pool);

    private string ConnectionString(bool pooling) => new SqliteConnectionStringBuilder { DataSource = path, Pooling = pooling }.ToString();
}
