using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Tests.Storage;

public sealed class SqliteWriterTests : IAsyncLifetime
{
    private TestDatabase test = null!;

    private Database Database => test.Database;

    public async ValueTask InitializeAsync() => test = await TestDatabase.OpenAsync();

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task What_waits_while_a_commit_is_under_way_shares_the_next_one()
    {
        var gate = new TaskCompletionSource();
        var first = Database.WriteAsync(async db => { await gate.Task; return TransactionOf(db); }, Test.Cancellation);
        var waiting = Enumerable.Range(0, 100).Select(i => Database.WriteAsync(db => Task.FromResult(TransactionOf(db)), Test.Cancellation)).ToList();
        gate.SetResult();
        var transactions = await Task.WhenAll(waiting);
        Assert.Single(transactions.Append(await first).Distinct(), await first);
        Assert.InRange(transactions.Distinct().Count(), 1, 2);
    }

    [Fact]
    public async Task Failing_work_fails_alone_and_leaves_nothing()
    {
        var gate = new TaskCompletionSource();
        var first = Database.WriteAsync(async db => { await gate.Task; return await AddAsync(db, "first"); }, Test.Cancellation);
        var before = Database.WriteAsync(db => AddAsync(db, "before"), Test.Cancellation);
        var failing = Database.WriteAsync<bool>(
            async db => { await AddAsync(db, "gone"); throw new InvalidOperationException("on purpose"); }, Test.Cancellation);
        var after = Database.WriteAsync(db => AddAsync(db, "after"), Test.Cancellation);
        gate.SetResult();
        Assert.Equal("on purpose", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        await Task.WhenAll(first, before, after);
        Assert.Equal(["after", "before", "first"], await NamesAsync());
    }

    [Fact]
    public async Task Work_that_breaks_a_constraint_fails_alone()
    {
        await Database.WriteAsync(db => AddAsync(db, "taken"), Test.Cancellation);
        var taken = Database.WriteAsync(db => AddAsync(db, "taken"), Test.Cancellation);
        var free = Database.WriteAsync(db => AddAsync(db, "free"), Test.Cancellation);
        await Assert.ThrowsAsync<DbUpdateException>(() => taken);
        Assert.True(await free);
    }

    [Fact]
    public async Task Work_that_ends_the_transaction_is_not_told_to_be_stored_and_the_next_is()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Database.WriteAsync(
            async db => { await AddAsync(db, "gone"); return await db.Database.ExecuteSqlRawAsync("ROLLBACK"); }, Test.Cancellation));
        await Database.WriteAsync(db => AddAsync(db, "next"), Test.Cancellation);
        Assert.Equal(["next"], await NamesAsync());
    }

    [Fact]
    public async Task Cancelled_work_is_not_begun()
    {
        using var cancelled = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        var first = Database.WriteAsync(async db => { await gate.Task; return true; }, Test.Cancellation);
        var work = Database.WriteAsync(db => AddAsync(db, "gone"), cancelled.Token);
        await cancelled.CancelAsync();
        gate.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        await first;
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task Work_accepted_before_the_end_is_done_and_after_it_none_is()
    {
        var accepted = Enumerable.Range(0, 50).Select(i => Database.WriteAsync(db => AddAsync(db, $"{i:00}"), Test.Cancellation)).ToList();
        test.Database.Dispose();
        Assert.All(await Task.WhenAll(accepted), Assert.True);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Database.WriteAsync(db => AddAsync(db, "late"), Test.Cancellation));
        Assert.Equal(50, (await NamesAsync()).Count);
    }

    [Fact]
    public async Task Commit_wakes_who_waits_for_one()
    {
        var woken = Database.Committed.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, Test.Cancellation);
        await Database.WriteAsync(db => AddAsync(db, "a"), Test.Cancellation);
        await woken;
    }

    [Fact]
    public async Task Nothing_is_written_before_the_schema_is_there()
    {
        await using var unopened = new TestDatabase();
        await Assert.ThrowsAsync<InvalidOperationException>(() => unopened.Database.WriteAsync(_ => Task.FromResult(true), Test.Cancellation));
    }

    private static System.Data.Common.DbTransaction TransactionOf(CommentDb db) => Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(db.Database.CurrentTransaction!);

    private static async Task<bool> AddAsync(CommentDb db, string name)
    {
        db.Secrets.Add(new Secret { Name = name, Value = [1] });
        return await db.SaveChangesAsync(Test.Cancellation) == 1;
    }

    private async Task<List<string>> NamesAsync()
    {
        await using var db = Database.OpenRead();
        return await db.Secrets.Select(s => s.Name).OrderBy(n => n).ToListAsync(Test.Cancellation);
    }
}
