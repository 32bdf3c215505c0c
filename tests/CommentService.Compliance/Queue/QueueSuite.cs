using CommentService.Contracts;
using CommentService.Messaging;
using CommentService.Storage;
using CommentService.Tests.Messaging;
using MassTransit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Compliance.Queue;

/// <summary>What every queue must do, whatever carries the messages.</summary>
public abstract class QueueSuite : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    /// <summary>What the service is told about its queue.</summary>
    protected abstract IReadOnlyDictionary<string, string?> Settings { get; }

    public void Dispose()
    {
        directory.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Accepted_submission_gets_its_verdict()
    {
        await using var service = await StartAsync();
        Assert.Equal("approved", await service.SettledAsync(await PostAsync(service, "A fair point.")));
        Assert.Equal("held", await service.SettledAsync(await PostAsync(service, SharedService.HeldText)));
        Assert.Equal("ready", (await service.GetAsync("/health/ready")).Member("status"));
    }

    [Fact]
    public async Task Crowd_of_submissions_becomes_one_comment_and_one_event_each()
    {
        await using var service = await StartAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => PostAsync(service, $"Thought number {i}.")));
        await StoredAsync(service, ids.Length);
        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        Assert.Equal(ids.Order(), (await db.Comments.Select(c => c.Id).ToListAsync(Test.Cancellation)).Select(id => id.ToString()).Order());
        Assert.Equal(ids.Length, await db.Changes.Select(c => c.CommentId).Distinct().CountAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Message_that_comes_many_times_is_stored_once_with_one_event()
    {
        await using var service = await StartAsync();
        var given = Given.Submissions(3);
        var message = new ModerateSubmissions { Bodies = [.. given.Select(SubmissionBody.Write)] };
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => service.Services.GetRequiredService<IBus>().Publish(message, Test.Cancellation)));
        await service.SettledAsync(await PostAsync(service, "The last one."));
        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        Assert.Equal(4, await db.Comments.CountAsync(Test.Cancellation));
        Assert.Equal(4, await db.Changes.CountAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Retry_before_the_first_is_stored_is_answered_with_its_id()
    {
        await using var service = await StartAsync();
        string[] ids;
        await using (await HoldDatabaseAsync())
        {
            ids = [await PostAsync(service, "Once.", "key"), await PostAsync(service, "Once.", "key"), await PostAsync(service, "Once.", "key")];
        }

        Assert.Single(ids.Distinct());
        await service.SettledAsync(ids[0]);
        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        Assert.Equal(1, await db.Comments.CountAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Unreadable_body_becomes_a_dead_letter_and_holds_up_nothing()
    {
        await using var service = await StartAsync();
        var given = Given.Submissions(2);
        await service.Services.GetRequiredService<IBus>().Publish(
            new ModerateSubmissions { Bodies = [SubmissionBody.Write(given[0]), "{"u8.ToArray(), SubmissionBody.Write(given[1])] }, Test.Cancellation);
        await StoredAsync(service, 2);
        var letters = await service.ModerationAsync(HttpMethod.Get, "/dead-letters");
        Assert.Equal("{", letters.Items[0].GetProperty("body").GetString());
        Assert.Equal("degraded", (await service.GetAsync("/health/ready")).Member("status"));
    }

    [Fact]
    public async Task Submission_that_always_fails_is_held_and_its_neighbours_are_not()
    {
        await using var service = await StartAsync();
        Execute("""CREATE TRIGGER poison BEFORE INSERT ON "Comments" WHEN NEW."Text" = 'Poison' AND NEW."PolicyVersion" > 0 BEGIN SELECT RAISE(ABORT, 'poison'); END""");
        var given = Given.Submissions(3);
        given[1] = given[1] with { Comment = "Poison" };
        await service.Services.GetRequiredService<IBus>().Publish(new ModerateSubmissions { Bodies = [.. given.Select(SubmissionBody.Write)] }, Test.Cancellation);
        await StoredAsync(service, 3);
        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        Assert.Equal([given[1].Id], await db.Comments.Where(c => c.Status == CommentStatus.Held).Select(c => c.Id).ToListAsync(Test.Cancellation));
        Assert.Equal("service", (await db.Findings.SingleAsync(f => f.CommentId == given[1].Id, Test.Cancellation)).Rule);
    }

    [Fact]
    public async Task Database_that_is_away_is_waited_for()
    {
        await using var service = await StartAsync();
        string[] ids;
        await using (await HoldDatabaseAsync())
        {
            ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => PostAsync(service, $"While it is away, {i}.")));
        }

        await StoredAsync(service, 50);
        Assert.Empty((await service.ModerationAsync(HttpMethod.Get, "/dead-letters")).Items);
        Assert.Equal("approved", await service.SettledAsync(ids[0]));
    }

    [Fact]
    public async Task Submissions_accepted_right_before_a_stop_are_stored_after_the_next_start()
    {
        string[] ids;
        await using (var stopped = await StartAsync())
        {
            ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => PostAsync(stopped, $"At the last moment, {i}.")));
        }

        await using var service = await StartAsync();
        await StoredAsync(service, ids.Length);
        foreach (var id in ids)
        {
            Assert.Equal("approved", await service.SettledAsync(id));
        }
    }

    [Fact]
    public async Task Dead_letter_that_is_sent_back_becomes_a_comment()
    {
        await using var service = await StartAsync();
        var submission = Given.Submission();
        await DeadLetters.AddAsync(service.Services.GetRequiredService<Database>(), [SubmissionBody.Write(submission)], "The disk was full.", TimeProvider.System, Test.Cancellation);
        var letter = (await service.ModerationAsync(HttpMethod.Get, "/dead-letters")).ItemIds.Single();
        Assert.Equal(204, (await service.ModerationAsync(HttpMethod.Post, $"/dead-letters/{letter}/retry")).Status);
        await StoredAsync(service, 1);
        Assert.Empty((await service.ModerationAsync(HttpMethod.Get, "/dead-letters")).Items);
    }

    private Task<TestService> StartAsync() => TestService.StartAsync(Settings, policy: SharedService.Policy, directory: directory);

    private static async Task<string> PostAsync(TestService service, string text, string? key = null)
    {
        var answer = await service.PostAsync("article", "Ann Reader", text, null, key is null ? [] : [("Idempotency-Key", key)]);
        Assert.True(answer.Status == 202, answer.ToString());
        return answer.Id;
    }

    private static async Task StoredAsync(TestService service, int count)
    {
        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        await Eventually.SeesAsync(() => db.Comments.CountAsync(Test.Cancellation), seen => seen >= count, $"{count} comments");
    }

    /// <summary>Keeps the service from writing comments until it is disposed of.</summary>
    private async Task<SqliteConnection> HoldDatabaseAsync()
    {
        var connection = new SqliteConnection($"Data Source={directory.PathOf("comments.db")};Pooling=False");
        await connection.OpenAsync(Test.Cancellation);
        connection.BeginTransaction(deferred: false);
        return connection;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={directory.PathOf("comments.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
