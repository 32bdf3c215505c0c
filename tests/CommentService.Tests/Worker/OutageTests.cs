using System.Data.Common;
using CommentService.Storage;
using CommentService.Storage.Sqlite;
using CommentService.Worker;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Worker;

/// <summary>A database that is away is waited for, however long, and counts against no submission.</summary>
public sealed class OutageTests : WorkerTest
{
    private const int Busy = 5;
    private const int Full = 13;
    private const int InputOutput = 10;

    [Theory]
    [InlineData(Busy)]
    [InlineData(Full)]
    [InlineData(InputOutput)]
    public async Task Every_attempt_waits_until_the_database_is_back(int error)
    {
        var outage = new Outage(Bench.Database, attempts: 40, error);
        var submissions = new[] { Bench.Submission("A fair point."), Bench.Submission("Another point.") };
        await ProcessAsync(outage, submissions);
        Assert.Equal(41, outage.Attempts);
        await Bench.IsAsync(CommentStatus.Approved, submissions[0]);
        await Bench.IsAsync(CommentStatus.Approved, submissions[1]);
        await using var db = Bench.Database.OpenRead();
        Assert.False(await db.DeadLetters.AnyAsync(Test.Cancellation));
        Assert.False(await db.Findings.AnyAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Error_that_is_no_outage_is_not_tried_for_ever()
    {
        const int Constraint = 19;
        var fault = new Outage(Bench.Database, attempts: 2, Constraint);
        var submission = Bench.Submission("A fair point.");
        await ProcessAsync(fault, submission);
        // Once with its group, once alone, then held.
        Assert.Equal(3, fault.Attempts);
        await Bench.IsAsync(CommentStatus.Held, submission, "service");
    }

    [Fact]
    public async Task Outage_while_a_dead_letter_is_written_is_waited_for_too()
    {
        Bench.Execute("""CREATE TRIGGER poison BEFORE INSERT ON "Comments" BEGIN SELECT RAISE(ABORT, 'poison'); END""");
        var outage = new Outage(Bench.Database, attempts: 5, Busy, after: 3);
        await ProcessAsync(outage, Bench.Submission("A fair point."));
        Assert.Equal(9, outage.Attempts);
        await using var db = Bench.Database.OpenRead();
        Assert.Equal(1, await db.DeadLetters.CountAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Stop_ends_the_waiting_and_leaves_the_submission_to_the_next_start()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Test.Cancellation);
        var outage = new Outage(Bench.Database, attempts: int.MaxValue, Busy);
        var submission = Bench.Submission("A fair point.");
        var waiting = ProcessorOn(outage).ProcessAsync([submission], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await using var db = Bench.Database.OpenRead();
        Assert.False(await db.Comments.AnyAsync(Test.Cancellation));
        Assert.False(await db.DeadLetters.AnyAsync(Test.Cancellation));
    }

    private GroupProcessor ProcessorOn(Database database)
    {
        var writer = ActivatorUtilities.CreateInstance<CommentWriter>(Bench.Service.Services, database);
        return ActivatorUtilities.CreateInstance<GroupProcessor>(Bench.Service.Services, database, writer);
    }

    /// <summary>Processes a group while the clock runs on whenever something waits for it.</summary>
    private async Task ProcessAsync(Database database, params Contracts.Submission[] group)
    {
        var processed = ProcessorOn(database).ProcessAsync(group, Test.Cancellation);
        while (!processed.IsCompleted)
        {
            Bench.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        await processed;
    }

    /// <summary>The real database, whose writes fail for a while.</summary>
    private sealed class Outage(Database real, int attempts, int error, int after = 0) : Database
    {
        private int count;

        public int Attempts => count;

        public override Task<T> WriteAsync<T>(Func<CommentDb, Task<T>> work, CancellationToken cancellation)
        {
            var attempt = Interlocked.Increment(ref count) - after;
            return attempt is > 0 && attempt <= attempts ? throw new SqliteException("away", error) : real.WriteAsync(work, cancellation);
        }

        public override CommentDb OpenRead() => real.OpenRead();

        public override DbConnection Connect() => real.Connect();

        public override bool IsOutage(Exception exception) => real.IsOutage(exception);

        public override Task MigrateAsync(CancellationToken cancellation) => real.MigrateAsync(cancellation);

        protected override ReadSession OpenSession(ReadSessions pool) => new SqliteReadSession((SqliteConnection)real.Connect(), pool);
    }
}
