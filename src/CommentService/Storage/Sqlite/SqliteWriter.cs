using System.Threading.Channels;
using CommentService.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage.Sqlite;

/// <summary>
/// The one connection that writes. Everything that waits while a commit is under way goes into the next one together:
/// one fsync for all of them. Each piece of work has a savepoint of its own, so that one that fails takes no other along.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MostInOneCommit = 256;

    private readonly Channel<Job> jobs = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SqliteConnection connection;
    private readonly SqliteStatements statements;
    private readonly DbContextOptions<SqliteCommentDb> options;
    private readonly Signal committed;
    private readonly Task loop;

    public SqliteWriter(SqliteConnection connection, Signal committed)
    {
        this.connection = connection;
        this.committed = committed;
        statements = new SqliteStatements(connection);
        options = new DbContextOptionsBuilder<SqliteCommentDb>().UseSqlite(connection).Options;
        using var pragmas = connection.CreateCommand();
        // FULL: the commit returns after its fsync, so that what rests on it (an answer, a spool row's end) is safe.
        // A larger cache keeps the inner pages of the indexes in memory at millions of rows; a checkpoint each 16 MiB.
        pragmas.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=4096; PRAGMA journal_size_limit=67108864;";
        pragmas.ExecuteNonQuery();
        loop = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public async Task<T> RunAsync<T>(Func<CommentDb, Task<T>> work, CancellationToken cancellation)
    {
        var job = new Job<T>(work, cancellation);
        ObjectDisposedException.ThrowIf(!jobs.Writer.TryWrite(job), this);

        return await job.Result;
    }

    public async ValueTask DisposeAsync()
    {
        jobs.Writer.TryComplete();
        await loop;
        statements.Dispose();
        await connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var group = new List<Job>();
        while (await jobs.Reader.WaitToReadAsync())
        {
            while (group.Count < MostInOneCommit && jobs.Reader.TryRead(out var job))
            {
                group.Add(job);
            }

            await CommitAsync(group);
            group.Clear();
        }
    }

    private async Task CommitAsync(List<Job> group)
    {
        try
        {
            using var span = Trace.Source.StartActivity("storage.transaction");
            await using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var job in group)
            {
                await RunInSavepointAsync(job, transaction);
            }

            using (Trace.Source.StartActivity("storage.commit"))
            {
                await transaction.CommitAsync();
            }
        }
        catch (Exception exception)
        {
            group.ForEach(job => job.Fail(exception));
            return;
        }

        committed.Pulse();
        group.ForEach(job => job.Complete());
    }

    private async Task RunInSavepointAsync(Job job, SqliteTransaction transaction)
    {
        const string Savepoint = "job";
        await transaction.SaveAsync(Savepoint);
        try
        {
            await using var db = new SqliteCommentDb(options, statements);
            await db.Database.UseTransactionAsync(transaction);
            await job.RunAsync(db);
            await transaction.ReleaseAsync(Savepoint);
        }
        catch (Exception exception)
        {
            job.Fail(exception);
            // Where the error ended the whole transaction this throws, and the whole group fails.
            await transaction.RollbackAsync(Savepoint);
        }
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
