using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CommentService.Storage.Sqlite;

/// <summary>
/// Brings what stands in the write-ahead log into the database file beside the writer, so that no commit waits for it.
/// The writer itself only does the rest once the log is long: then nothing is left in it and it begins anew.
/// </summary>
internal sealed class Checkpoints : IDisposable
{
    /// <summary>Pages written since the last checkpoint: 32 MiB.</summary>
    private const int Step = 8_192;

    /// <summary>Pages in the log: 128 MiB.</summary>
    private const int MostInLog = 4 * Step;

    private readonly SqliteConnection writer;
    private readonly SqliteConnection beside;
    private readonly AutoResetEvent due = new(false);
    private readonly Thread loop;
    private int inLog;
    private int sinceStep;
    private volatile bool isRunning;
    private volatile bool isStopping;

    public Checkpoints(SqliteConnection writer, SqliteConnection beside)
    {
        (this.writer, this.beside) = (writer, beside);
        loop = new Thread(Run) { IsBackground = true, Name = "SQLite checkpoints" };
        loop.Start();
    }

    /// <summary>Called by the writer's thread after each commit.</summary>
    public void AfterCommit()
    {
        raw.sqlite3_db_status(writer.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 1);
        inLog += pages;
        sinceStep += pages;
        if (isRunning)
        {
            return;
        }

        if (inLog >= MostInLog)
        {
            Checkpoint(writer);
            (inLog, sinceStep) = (0, 0);
        }
        else if (sinceStep >= Step)
        {
            sinceStep = 0;
            isRunning = true;
            due.Set();
        }
    }

    public void Dispose()
    {
        if (isStopping)
        {
            return;
        }

        isStopping = true;
        due.Set();
        loop.Join();
        due.Dispose();
        beside.Dispose();
    }

    private void Run()
    {
        while (due.WaitOne() && !isStopping)
        {
            Checkpoint(beside);
            isRunning = false;
        }
    }

    // PASSIVE waits for nobody; what it cannot do now, or on a disk that fails, is done by the next one.
    private static void Checkpoint(SqliteConnection connection) =>
        raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
}
