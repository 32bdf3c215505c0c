using System.Collections.Concurrent;
using CommentService.Contracts;
using CommentService.Messaging;
using CommentService.Storage;
using CommentService.Tests.Running;
using MassTransit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Messaging;

public sealed class HandoverTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task What_a_killed_process_left_is_handed_over_at_start_in_order()
    {
        var given = Given.Submissions(700);
        await LeaveAsync(given);
        await using var service = await TestService.StartAsync(policy: SharedService.Policy, directory: directory);
        await EmptyAsync(service);
        Assert.Equal(given.Select(s => s.Id), await StoredAsync(service));
    }

    [Fact]
    public async Task Unreadable_row_becomes_a_dead_letter_and_holds_up_nothing()
    {
        var given = Given.Submissions(3);
        await LeaveAsync(given);
        Spoil("UPDATE spool SET body = x'7B' WHERE sequence = 2");
        await using var service = await TestService.StartAsync(directory: directory);
        await EmptyAsync(service);
        Assert.Equal([given[0].Id, given[2].Id], await StoredAsync(service));
        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        var letter = await db.DeadLetters.SingleAsync(Test.Cancellation);
        Assert.Equal("{"u8.ToArray(), letter.Body);
        Assert.Equal("degraded", (await service.GetAsync("/health/ready")).Member("status"));
    }

    [Fact]
    public async Task Row_that_was_set_aside_right_before_a_kill_is_one_dead_letter()
    {
        await LeaveAsync(Given.Submissions(1));
        Spoil("UPDATE spool SET body = x'7B'");
        await using (var killed = await TestService.StartAsync(directory: directory))
        {
            await EmptyAsync(killed);
        }

        Spoil("INSERT INTO spool VALUES (1, x'7B')");
        await using var service = await TestService.StartAsync(directory: directory);
        await EmptyAsync(service);
        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        Assert.Equal(1, await db.DeadLetters.CountAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Group_of_nothing_but_unreadable_rows_holds_up_nothing()
    {
        var given = Given.Submissions(600);
        await LeaveAsync(given);
        Spoil("UPDATE spool SET body = x'00' WHERE sequence <= 590");
        await using var service = await TestService.StartAsync(policy: SharedService.Policy, directory: directory);
        await EmptyAsync(service);
        Assert.Equal(given.Skip(590).Select(s => s.Id), await StoredAsync(service));
    }

    [Fact]
    public async Task While_the_worker_is_blocked_what_comes_stays_in_the_spool()
    {
        await using var service = await TestService.StartAsync(policy: SharedService.Policy, directory: directory);
        var onBus = new Published(service.Services.GetRequiredService<Handover>());
        service.Services.GetRequiredService<IBus>().ConnectPublishObserver(onBus);
        var spool = service.Services.GetRequiredService<Spool>();
        var given = Given.Submissions(7_000);

        await using (var other = await HoldDatabaseAsync())
        {
            await Task.WhenAll(given.Select(spool.AddAsync));
            await Eventually.HoldsAsync(() => onBus.Groups.Count == 3, "A third group on the bus");
            Assert.Equal(given.Count, spool.Waiting);
        }

        await EmptyAsync(service);
        Assert.Equal(given.Select(s => s.Id).Order(), (await StoredAsync(service)).Order());
        Assert.InRange(onBus.Groups.Max(group => group.Count), 1, 3_000);
        Assert.Equal(given.Count, onBus.Groups.Sum(group => group.Count));
    }

    [Fact]
    public async Task Group_of_long_texts_is_smaller()
    {
        await using var service = await TestService.StartAsync(policy: SharedService.Policy, directory: directory);
        var onBus = new Published(service.Services.GetRequiredService<Handover>());
        service.Services.GetRequiredService<IBus>().ConnectPublishObserver(onBus);
        var spool = service.Services.GetRequiredService<Spool>();
        await using (var other = await HoldDatabaseAsync())
        {
            await Task.WhenAll(Given.Submissions(500).Select(s => spool.AddAsync(s with { Comment = s.Comment + new string('x', 9_000) })));
        }

        await EmptyAsync(service);
        // 1.5 MiB and the one that passes them.
        Assert.InRange(onBus.Groups.Max(group => group.Count), 1, 180);
    }

    [Fact]
    public async Task Submissions_accepted_right_before_the_stop_are_there_after_the_next_start()
    {
        var ids = new List<string>();
        await using (var service = await TestService.StartAsync(policy: SharedService.Policy, directory: directory))
        {
            var posts = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => service.PostAsync("article", $"Reader {i}", $"Sent at the last moment, number {i}.")));
            ids.AddRange(posts.Select(post => post.Id));
        }

        await using var again = await TestService.StartAsync(policy: SharedService.Policy, directory: directory);
        foreach (var id in ids)
        {
            Assert.Equal("approved", await again.SettledAsync(id));
        }

        Assert.Equal(ids.Order(), (await again.CommentsAsync("article", "?limit=200")).ItemIds.Order());
    }

    private async Task LeaveAsync(IReadOnlyList<Submission> given)
    {
        using var spool = new Spool(directory.PathOf("spool.db"), 1L << 30, new Crowd());
        foreach (var submission in given)
        {
            await spool.AddAsync(submission);
        }
    }

    private void Spoil(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={directory.PathOf("spool.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Keeps the service from writing comments until it is disposed of.</summary>
    private async Task<SqliteConnection> HoldDatabaseAsync()
    {
        var connection = new SqliteConnection($"Data Source={directory.PathOf("comments.db")};Pooling=False");
        await connection.OpenAsync(Test.Cancellation);
        connection.BeginTransaction(deferred: false);
        return connection;
    }

    private static Task EmptyAsync(TestService service)
    {
        var spool = service.Services.GetRequiredService<Spool>();
        return Eventually.HoldsAsync(() => spool.Waiting == 0, "An empty spool");
    }

    /// <summary>The ids of the stored comments in the order in which they were stored.</summary>
    private static async Task<List<Guid>> StoredAsync(TestService service)
    {
        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        return await db.Changes.OrderBy(c => c.Sequence).Select(c => c.CommentId).ToListAsync(Test.Cancellation);
    }

    /// <summary>The groups that were put on the bus.</summary>
    private sealed class Published(Handover handover) : IPublishObserver
    {
        public ConcurrentQueue<IReadOnlyList<byte[]>> Groups { get; } = new();

        public Task PrePublish<T>(PublishContext<T> context)
            where T : class
        {
            if (handover.BodiesOf(context.MessageId.GetValueOrDefault()) is { } bodies)
            {
                Groups.Enqueue(bodies);
            }

            return Task.CompletedTask;
        }

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
