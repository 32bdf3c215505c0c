using CommentService.Storage;
using CommentService.Tests.Review;
using CommentService.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Events;

public sealed class StreamTests : IAsyncLifetime
{
    private TestService service = null!;

    public async ValueTask InitializeAsync() => service = await TestService.StartAsync(policy: SharedService.Policy);

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Stream_brings_each_event_of_the_feed_with_its_position_as_id()
    {
        await service.PostSettledAsync("one", "Ann", "A fair point.");
        await using var follower = await EventFollower.StartAsync(service, "/api/v1/events?after=0");
        Assert.Equal([1], await follower.PositionsAsync(1));
        var id = await service.PostSettledAsync("one", "Ann", "Another point.");
        await service.DecideAsync(id, "remove");
        var live = await follower.TakeAsync(2);
        Assert.Equal(["2", "3"], live.Select(one => one.Id));
        Assert.Equal((await service.FeedAsync("?after=1")).Items.Select(item => item.ToString()), live.Select(one => one.Event.ToString()));
    }

    [Fact]
    public async Task Last_event_id_resumes_after_it_and_wins_over_after()
    {
        await FillAsync(5);
        await using var follower = await EventFollower.StartAsync(service, "/api/v1/events?after=1", lastEventId: 3);
        await service.PostSettledAsync("one", "Ann", "A fair point.");
        Assert.Equal([4, 5, 6], await follower.PositionsAsync(3));
    }

    [Fact]
    public async Task Without_a_position_the_stream_starts_at_the_beginning_and_with_latest_at_the_end()
    {
        await FillAsync(3);
        await using var whole = await EventFollower.StartAsync(service, "/api/v1/events");
        await using var rest = await EventFollower.StartAsync(service, "/api/v1/events?after=latest");
        await service.PostSettledAsync("one", "Ann", "A fair point.");
        Assert.Equal([1, 2, 3, 4], await whole.PositionsAsync(4));
        Assert.Equal([4], await rest.PositionsAsync(1));
    }

    [Fact]
    public async Task Followers_see_only_what_they_ask_for()
    {
        await using var removed = await EventFollower.StartAsync(service, "/api/v1/events?type=comment.removed&type=comment.held");
        await using var article = await EventFollower.StartAsync(service, "/api/v1/events?article=two&article=three");
        await service.PostSettledAsync("one", "Ann", SharedService.HeldText);
        await service.PostSettledAsync("two", "Ann", "A fair point.");
        var third = await service.PostSettledAsync("three", "Ann", "A fair point.");
        await service.DecideAsync(third, "remove");
        Assert.Equal([1, 4], await removed.PositionsAsync(2));
        Assert.Equal([2, 3, 4], await article.PositionsAsync(3));
    }

    [Fact]
    public async Task Key_streams_the_types_that_it_was_made_for()
    {
        var made = await service.ModerationAsync(HttpMethod.Post, "/keys", new { name = "Index", role = "subscriber" });
        await service.PostSettledAsync("one", "Ann", SharedService.HeldText);
        await service.PostSettledAsync("one", "Ann", "A fair point.");
        await using var follower = await EventFollower.StartAsync(service, "/api/v1/events", made.Member("secret")!);
        Assert.Equal([2], await follower.PositionsAsync(1));
        using var refused = await EventFollower.AskAsync(service, "/api/v1/events?type=comment.held", made.Member("secret")!);
        (await Answer.ReadAsync(refused)).IsProblem(403, "forbidden");
    }

    [Theory]
    [InlineData("/api/v1/events?after=1", null, 409)]
    [InlineData("/api/v1/events", "1", 409)]
    [InlineData("/api/v1/events", "x", 400)]
    [InlineData("/api/v1/events", "9223372036854775807", 400)]
    [InlineData("/api/v1/moderation/stream", "7", 409)]
    public async Task Position_that_is_none_is_refused_before_the_stream_begins(string path, string? lastEventId, int status)
    {
        using var response = await EventFollower.AskAsync(service, path, lastEventId: lastEventId);
        (await Answer.ReadAsync(response)).IsProblem(status);
    }

    [Fact]
    public async Task Stream_is_kept_by_no_cache_and_no_proxy()
    {
        await using var follower = await EventFollower.StartAsync(service, "/api/v1/events");
        Assert.Equal("no-store", follower.Response.Headers.CacheControl!.ToString());
        Assert.Equal("no", Assert.Single(follower.Response.Headers.GetValues("X-Accel-Buffering")));
    }

    [Fact]
    public async Task Revoked_key_ends_its_streams_and_no_other()
    {
        var made = await service.ModerationAsync(HttpMethod.Post, "/keys", new { name = "Index", role = "subscriber" });
        await using var ended = await EventFollower.StartAsync(service, "/api/v1/events", made.Member("secret")!);
        await using var other = await EventFollower.StartAsync(service, "/api/v1/events");
        await service.ModerationAsync(HttpMethod.Delete, "/keys/" + made.Id);
        await ended.EndsAsync();
        await service.PostSettledAsync("one", "Ann", "A fair point.");
        Assert.Equal([1], await other.PositionsAsync(1));
    }

    [Fact]
    public async Task Follower_far_behind_misses_nothing_while_others_are_told_at_once()
    {
        await FillAsync(3_000);
        await using var live = await EventFollower.StartAsync(service, "/api/v1/events?after=latest");
        await using var late = await EventFollower.StartAsync(service, "/api/v1/events?after=0");
        var more = FillAsync(3_000);
        Assert.Equal(Enumerable.Range(3_001, 3_000).Select(i => (long)i), await live.PositionsAsync(3_000));
        await more;
        Assert.Equal(Enumerable.Range(1, 6_000).Select(i => (long)i), await late.PositionsAsync(6_000));
    }

    [Fact]
    public async Task Follower_that_reads_nothing_holds_up_no_other()
    {
        using var deaf = await EventFollower.AskAsync(service, "/api/v1/events?after=0");
        await using var live = await EventFollower.StartAsync(service, "/api/v1/events?after=0");
        await FillAsync(2_000, text: new string('x', 5_000));
        Assert.Equal(Enumerable.Range(1, 2_000).Select(i => (long)i), await live.PositionsAsync(2_000));
    }

    [Fact]
    public async Task Service_that_stops_ends_its_streams()
    {
        var stopped = await TestService.StartAsync();
        await using var follower = await EventFollower.StartAsync(stopped, "/api/v1/events");
        var end = follower.EndsAsync();
        await stopped.DisposeAsync();
        // In order or cut off, but not left waiting.
        await Record.ExceptionAsync(() => end.WaitAsync(TimeSpan.FromSeconds(60), Test.Cancellation));
        Assert.True(end.IsCompleted);
    }

    [Fact]
    public async Task Comment_line_every_15_seconds_keeps_proxies_awake_and_tells_the_position()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var kept = await TestService.StartAsync(time: time, policy: SharedService.Policy);
        using var response = await EventFollower.AskAsync(kept, "/api/v1/events?type=comment.removed");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Test.Cancellation));
        Assert.Equal(": following", await reader.ReadLineAsync(Test.Cancellation));
        Assert.Equal("", await reader.ReadLineAsync(Test.Cancellation));
        await FillAsync(3, service: kept);
        await Eventually.SeesAsync(() => kept.FeedAsync("?after=3"), page => page.Status == 200, "Three positions");
        // The clock stands still but for this: the line comes once it has moved on by 15 seconds.
        var line = reader.ReadLineAsync(Test.Cancellation).AsTask();
        time.Advance(TimeSpan.FromSeconds(14));
        Assert.False(line.IsCompleted);
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(500));
                return line.IsCompleted;
            },
            "A sign of life");
        Assert.Equal(": alive", await line);
        Assert.Equal("id: 3", await reader.ReadLineAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Viewer_follows_every_change_of_the_queue_from_now_on()
    {
        var (_, viewer) = await Keys.AddAsync(service, KeyRole.Viewer);
        await service.PostSettledAsync("one", "Ann", SharedService.HeldText);
        await Eventually.SeesAsync(() => service.FeedAsync("?after=1"), page => page.Status == 200, "The first position");
        await using var follower = await EventFollower.StartAsync(service, "/api/v1/moderation/stream", viewer["Bearer ".Length..]);
        var id = await service.PostSettledAsync("one", "Ann", SharedService.HeldText + " again");
        await service.DecideAsync(id, "reject");
        var seen = await follower.TakeAsync(2);
        Assert.Equal([("2", "comment.held", id), ("3", "comment.rejected", id)], seen.Select(one => (one.Id, EventLog.TypeOf(one.Event), one.Event.GetProperty("subject").GetString()!)));
    }

    /// <summary>Stores approved comments with their changes, and returns when all have their positions: on a server another transaction gives them.</summary>
    private async Task FillAsync(int count, string text = "x", TestService? service = null)
    {
        var database = (service ?? this.service).Services.GetRequiredService<Database>();
        await database.WriteAsync(
            async db =>
            {
                var comments = Enumerable.Range(0, count).Select(_ => new Comment { Id = Guid.CreateVersion7(), ArticleId = "filled", Name = "Ann", Text = text, Status = CommentStatus.Approved }).ToList();
                await db.InsertNewAsync(comments);
                return await db.InsertNewAsync(comments.ConvertAll(c => new StateChange
                {
                    EventId = c.Id, CommentId = c.Id, Version = 1, To = CommentStatus.Approved, At = new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc),
                }));
            },
            Test.Cancellation);
        await using var connection = database.Connect();
        await using var without = connection.CreateCommand();
        without.CommandText = """SELECT COUNT(*) FROM "Changes" WHERE "Position" IS NULL""";
        await Eventually.SeesAsync(() => without.ExecuteScalarAsync(Test.Cancellation), left => left is 0L, "All positions");
    }
}
