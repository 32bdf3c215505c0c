using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Events;

public sealed class RetentionTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> TenDays = new() { ["Comments:Events:KeepDays"] = "10" };

    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private TestService service = null!;

    /// <summary>Three events of twelve days ago and two of five.</summary>
    public async ValueTask InitializeAsync()
    {
        service = await TestService.StartAsync(TenDays, time);
        await FillAsync(3, daysAgo: 12);
        await FillAsync(2, daysAgo: 5);
        await Eventually.SeesAsync(() => service.FeedAsync("?after=5"), page => page.Status == 200, "Five positions");
        // The beginning is moved once an hour.
        await Eventually.SeesAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(20));
                return service.FeedAsync("?after=0");
            },
            page => page.Status == 410,
            "A beginning");
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Reader_that_comes_too_late_is_told_the_first_position_there_is()
    {
        var answer = (await service.FeedAsync("?after=2")).IsProblem(410, "position-too-old");
        Assert.Equal("4", answer.Member("first"));
        using var stream = await EventFollower.AskAsync(service, "/api/v1/events", lastEventId: "2");
        Assert.Equal("4", (await Answer.ReadAsync(stream)).IsProblem(410, "position-too-old").Member("first"));
        var hook = await service.SendAsync(
            HttpMethod.Post, "/api/v1/webhooks", System.Net.Http.Json.JsonContent.Create(new { url = "https://search.example/", after = "2" }), ("Authorization", "Bearer " + TestService.AdminKey));
        hook.IsProblem(410, "position-too-old");
    }

    [Fact]
    public async Task Log_begins_at_the_first_position_that_is_kept()
    {
        Assert.Equal([4, 5], (await service.FeedAsync("?after=3")).Items.Select(EventLog.PositionOf));
        Assert.Equal([4, 5], (await service.FeedAsync("")).Items.Select(EventLog.PositionOf));
        await using var follower = await EventFollower.StartAsync(service, "/api/v1/events");
        var positions = follower.PositionsAsync(2);
        // The stream is begun by the clock, which stands still but for this.
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return positions.IsCompleted;
            },
            "Both events");
        Assert.Equal([4, 5], await positions);
    }

    [Fact]
    public async Task Snapshot_and_history_reach_back_all_the_same()
    {
        var snapshot = await service.FeedAsync("?snapshot=true");
        Assert.Equal([1, 2, 3, 4, 5], snapshot.Items.Select(EventLog.PositionOf));
        var id = snapshot.Items[0].GetProperty("subject").GetString();
        Assert.Equal(1, (await service.ModerationAsync(HttpMethod.Get, "/comments/" + id)).Json.GetProperty("history").GetArrayLength());
    }

    private async Task FillAsync(int count, int daysAgo)
    {
        var at = time.GetUtcNow().UtcDateTime.AddDays(-daysAgo);
        await service.Services.GetRequiredService<Database>().WriteAsync(
            async db =>
            {
                var comments = Enumerable.Range(0, count).Select(_ => new Comment { Id = Guid.CreateVersion7(), ArticleId = "old", Name = "Ann", Text = "x", Status = CommentStatus.Approved }).ToList();
                await db.InsertNewAsync(comments);
                return await db.InsertNewAsync(comments.ConvertAll(c => new StateChange { EventId = c.Id, CommentId = c.Id, Version = 1, To = CommentStatus.Approved, At = at }));
            },
            Test.Cancellation);
    }
}
