using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace CommentService.Storage.Sqlite;

/// <summary>
/// Brings what stands in the write-ahead log into the database file beside the writer, so that no commit waits for it.
/// Once the log is long, step follows step, each shorter, until the writer itself can do the little that is left: then
/// nothing is left in the log and it begins anew.
/// </summary>
internal sealed class Checkpoints : IDisposable
{
    /// <summary>Pages written since the last checkpoint: 32 MiB.</summary>
    private const int Step = 8_192;

    /// <summary>Pages in the log that is to begin anew: 128 MiB.</summary>
    private const int LongLog = 4 * Step;

    /// <summary>Pages that the writer may do itself: 4 MiB, some milliseconds in which nobody's comment is stored.</summary>
    private const int MostLeft = Step / 8;

    /// <summary>Pages in the log from which on the writer does them all, for then a disk does not keep up with it: 256 MiB.</summary>
    private const int MostInLog = 2 * LongLog;

    private readonly SqliteConnection writer;
    private readonly SqliteConnection beside;
    private readonly SafeFileHandle file;
    private readonly AutoResetEvent due = new(false);
    private readonly Thread loop;
    private int inLog;
    private int sinceStep;
    private volatile bool isRunning;
    private volatile bool isStopping;

    public Checkpoints(SqliteConnection writer, SqliteConnection beside)
    {
        (this.writer, this.beside) = (writer, beside);
        file = File.OpenHandle(writer.DataSource, share: FileShare.ReadWrite | FileShare.Delete);
        // A connection that has read nothing yet knows of no log, and would do nothing.
        using (var first = beside.CreateCommand())
        {
            first.CommandText = "SELECT COUNT(*) FROM sqlite_schema";
            first.ExecuteScalar();
        }

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

        // What came since the last step began is what that step has left.
        if (inLog >= LongLog && (sinceStep <= MostLeft || inLog >= MostInLog))
        {
            Checkpoint(writer);
            (inLog, sinceStep) = (0, 0);
        }
        else if (inLog >= LongLog || sinceStep >= Step)
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
        file.Dispose();
    }

    private void Run()
    {
        while (due.WaitOne() && !isStopping)
        {
            Checkpoint(beside);
            // SQLite syncs the file once nothing is left to do, and the writer would wait there for all that the steps wrote.
            RandomAccess.FlushToDisk(file);
            isRunning = false;
        }
    }

    // PASSIVE waits for nobody; what it cannot do now, or on a disk that fails, is done by the next one.
    private static void Checkpoint(SqliteConnection connection) =>
        raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
}
