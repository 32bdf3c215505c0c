using System.Threading.Channels;
using CommentService.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage.Sqlite;

/// <summary>
/// The one connection that writes. Everything that waits while a commit is under way goes into the next one together:
/// one fsync for all of them. Where one fails, each is done alone, so that it takes no other along.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostInOneCommit = 256;

    private readonly Channel<Job> jobs = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SqliteConnection connection;
    private readonly SqliteStatements statements;
    private readonly DbContextOptions<SqliteCommentDb> options;
    private readonly Signal committed;
    private readonly Checkpoints checkpoints;
    private readonly Thread loop;

    /// <param name="connection">The connection that writes; the writer closes it.</param>
    /// <param name="beside">A connection of its own for the checkpoints; the writer closes it.</param>
    /// <param name="committed">Pulsed after each commit.</param>
    public SqliteWriter(SqliteConnection connection, SqliteConnection beside, Signal committed)
    {
        this.connection = connection;
        this.committed = committed;
        statements = new SqliteStatements(connection);
        options = new DbContextOptionsBuilder<SqliteCommentDb>().UseSqlite(connection).Options;
        using var pragmas = connection.CreateCommand();
        // FULL: the commit returns after its fsync, so that what rests on it (an answer, a spool row's end) is safe.
        // A larger cache keeps the inner pages of the indexes in memory at millions of rows, and all that a group of a
        // thousand changes, so that it is written once.
        pragmas.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=134217728;";
        pragmas.ExecuteNonQuery();
        checkpoints = new Checkpoints(connection, beside);
        loop = new Thread(Run) { IsBackground = true, Name = "SQLite writer" };
        loop.Start();
    }

    public async Task<T> RunAsync<T>(Func<CommentDb, Task<T>> work, CancellationToken cancellation)
    {
        var job = new Job<T>(work, cancellation);
        ObjectDisposedException.ThrowIf(!jobs.Writer.TryWrite(job), this);

        return await job.Result;
    }

    public void Dispose()
    {
        jobs.Writer.TryComplete();
        loop.Join();
        checkpoints.Dispose();
        statements.Dispose();
        connection.Dispose();
    }

    /// <summary>A thread of its own: SQLite works and waits for the disk without taking a thread from the pool.</summary>
    private void Run()
    {
        var group = new List<Job>();
        while (jobs.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < MostInOneCommit && jobs.Reader.TryRead(out var job))
            {
                group.Add(job);
            }

            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<Job> group)
    {
        try
        {
            using var span = Trace.Source.StartActivity("storage.transaction");
            using var transaction = connection.BeginTransaction(deferred: false);
            group.ForEach(job => Run(job, transaction));
            using (Trace.Source.StartActivity("storage.commit"))
            {
                transaction.Commit();
            }
        }
        catch (Exception exception)
        {
            if (group.Count == 1)
            {
                group[0].Fail(exception);
            }
            else
            {
                group.ForEach(job => Commit([job]));
            }

            return;
        }

        committed.Pulse();
        checkpoints.AfterCommit();
        group.ForEach(job => job.Complete());
    }

    private void Run(Job job, SqliteTransaction transaction)
    {
        using var db = new SqliteCommentDb(options, statements);
        db.Database.UseTransaction(transaction);
        // Against SQLite the work never waits: its provider has no asynchronous calls.
        job.RunAsync(db).GetAwaiter().GetResult();
    }

    private abstract class Job
    {
        public abstract Task RunAsync(CommentDb db);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Job<T>(Func<CommentDb, Task<T>> work, CancellationToken cancellation) : Job
    {
        private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;

        public Task<T> Result => completion.Task;

        public override async Task RunAsync(CommentDb db)
        {
            cancellation.ThrowIfCancellationRequested();
            result = await work(db);
        }

        public override void Complete() => completion.TrySetResult(result!);

        public override void Fail(Exception exception) => completion.TrySetException(exception);
    }
}
