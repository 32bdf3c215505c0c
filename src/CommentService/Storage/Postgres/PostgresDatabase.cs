using System.Data.Common;
using CommentService.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CommentService.Storage.Postgres;

/// <summary>A PostgreSQL database that any number of processes share.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>A piece of work that met another in a circle, or came second, is done again so often.</summary>
    private const int MostAttempts = 8;

    private const string SleptInTransaction = "25P03";
    private const int OldestServer = 13;

    private static readonly TimeSpan ServerStartsWithin = TimeSpan.FromSeconds(15);

    private readonly NpgsqlDataSource source;
    private readonly DbContextOptions<PostgresCommentDb> readOptions;
    private readonly DbContextOptions<PostgresCommentDb> writeOptions;

    public PostgresDatabase(string connectionString)
    {
        source = NpgsqlDataSource.Create(PostgresConnectionString.Complete(connectionString));
        writeOptions = Options(QueryTrackingBehavior.TrackAll);
        readOptions = Options(QueryTrackingBehavior.NoTracking);
    }

    public override bool IsShared => true;

    public override CommentDb OpenRead() => new PostgresCommentDb(readOptions);

    public override async Task<T> WriteAsync<T>(Func<CommentDb, Task<T>> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await WriteOnceAsync(work, cancellation);
                Committed.Pulse();
                return result;
            }
            catch (Exception exception) when (attempt < MostAttempts && SqlStateOf(exception) is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected)
            {
                // All of it was rolled back. Whoever was in the way is done by now, or will be soon.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * attempt)), TimeProvider.System, cancellation);
            }
        }
    }

    public override DbConnection Connect() => source.OpenConnection();

    public override bool IsOutage(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => IsOutage(state),
        // The connection broke, could not be made or did not answer in time.
        NpgsqlException => true,
        _ => exception.InnerException is { } inner && IsOutage(inner),
    };

    public override async Task MigrateAsync(CancellationToken cancellation)
    {
        // Held by a connection of its own: a process that dies lets go of it, and the others wait without a transaction.
        await using var holder = await OpenFirstAsync(cancellation);
        while (!await AskAsync(holder, "SELECT pg_try_advisory_lock(hashtext('comment-service.migrations'))", cancellation))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        }

        try
        {
            await using var db = new PostgresCommentDb(writeOptions);
            db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
            await db.Database.MigrateAsync(cancellation);
        }
        finally
        {
            await AskAsync(holder, "SELECT pg_advisory_unlock(hashtext('comment-service.migrations'))", CancellationToken.None);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        source.Dispose();
    }

    protected override ReadSession OpenSession(ReadSessions pool) => new PostgresReadSession(source, pool);

    /// <summary>The server may start at the same moment as this process: it is waited for a little.</summary>
    private async Task<NpgsqlConnection> OpenFirstAsync(CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                var connection = await source.OpenConnectionAsync(cancellation);
                var encoding = connection.PostgresParameters.GetValueOrDefault("server_encoding");
                return connection.PostgreSqlVersion.Major >= OldestServer && encoding == "UTF8"
                    ? connection
                    : throw new StartRefusedException($"ConnectionStrings:Postgres: the server must be PostgreSQL {OldestServer} or later with a database in UTF8; this is {connection.PostgreSqlVersion} in {encoding}");
            }
            catch (NpgsqlException exception) when (exception is PostgresException { SqlState: var state } && !IsOutage(state) || TimeProvider.System.GetElapsedTime(started) > ServerStartsWithin)
            {
                throw new StartRefusedException($"ConnectionStrings:Postgres: {exception.Message}");
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellation);
            }
        }
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<T> WriteOnceAsync<T>(Func<CommentDb, Task<T>> work, CancellationToken cancellation)
    {
        using var span = Trace.Source.StartActivity("storage.transaction");
        await using var db = new PostgresCommentDb(writeOptions);
        // A piece of work that fails is rolled back whole.
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var result = await work(db);
        using (Trace.Source.StartActivity("storage.commit"))
        {
            // Not cut short: whether a commit that was cancelled took place, nobody knows.
            await transaction.CommitAsync(CancellationToken.None);
        }

        return result;
    }

    private DbContextOptions<PostgresCommentDb> Options(QueryTrackingBehavior tracking) => new DbContextOptionsBuilder<PostgresCommentDb>()
        // Its own strategy wraps every error of the connection in another that is none of the database's.
        .UseNpgsql(source, npgsql => npgsql.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)))
        .UseQueryTrackingBehavior(tracking)
        .AddInterceptors(new NoNulCharacter())
        .Options;

    private static string? SqlStateOf(Exception exception) =>
        exception is PostgresException { SqlState: var state } ? state : exception.InnerException is { } inner ? SqlStateOf(inner) : null;

    /// <summary>By class (https://www.postgresql.org/docs/current/errcodes-appendix.html): away, full, stopping, read-only for the moment, timed out, or lost to another too often.</summary>
    private static bool IsOutage(string state) =>
        state[..2] is "08" or "40" or "53" or "57" or "58"
        || state is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ReadOnlySqlTransaction or SleptInTransaction;
}
