using CommentService.Tests.Running;

namespace CommentService.Tests.Events;

public sealed class SnapshotTests : IAsyncLifetime
{
    private TestService service = null!;
    private string[] ids = [];

    /// <summary>Of four comments one is removed, one was removed and is back, and one is of another article: positions 1 to 7.</summary>
    public async ValueTask InitializeAsync()
    {
        service = await TestService.StartAsync(policy: SharedService.Policy);
        ids = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(i => service.PostSettledAsync("one", "Ann", $"A fair point {i}."))), await service.PostSettledAsync("two", "Ann", "Another one.")];
        await service.DecideAsync(ids[0], "remove");
        await service.DecideAsync(ids[1], "remove");
        await service.DecideAsync(ids[1], "approve");
        await service.EventsAsync(7);
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Snapshot_has_each_comment_that_is_approved_by_its_last_event()
    {
        var page = await service.FeedAsync("?snapshot=true");
        Assert.Equal(ids.Skip(1).Order(), page.Items.Select(SubjectOf).Order());
        Assert.All(page.Items, item => Assert.Equal("comment.approved", EventLog.TypeOf(item)));
        Assert.Equal(page.Items.Select(EventLog.PositionOf).Order(), page.Items.Select(EventLog.PositionOf));
        Assert.Equal("7", page.Next);
        var article = await service.FeedAsync("?snapshot=true&article=one");
        Assert.Equal(new[] { ids[1], ids[2] }.Order(), article.Items.Select(SubjectOf).Order());
        Assert.Equal("7", article.Next);
    }

    [Fact]
    public async Task Pages_of_a_snapshot_end_with_what_is_approved_whatever_happened_between_them()
    {
        var first = await service.FeedAsync("?snapshot=true&limit=1");
        var shown = first.Items.Select(SubjectOf).ToHashSet();
        await service.DecideAsync(SubjectOf(first.Items[0]), "remove");
        await service.EventsAsync(8);
        var next = first.Next;
        while (true)
        {
            var page = await service.FeedAsync($"?snapshot=true&limit=1&after={next}");
            foreach (var item in page.Items)
            {
                _ = EventLog.TypeOf(item) == "comment.approved" ? shown.Add(SubjectOf(item)) : shown.Remove(SubjectOf(item));
            }

            if (page.Next == next)
            {
                break;
            }

            next = page.Next;
        }

        var approved = (await service.CommentsAsync("one")).ItemIds.Concat((await service.CommentsAsync("two")).ItemIds);
        Assert.Equal(approved.Order(), shown.Order());
        Assert.Equal("8", next);
    }

    [Theory]
    [InlineData("?snapshot=true", 3)]
    [InlineData("?snapshot=true&article=one", 2)]
    public async Task Stream_goes_on_live_after_the_snapshot_without_a_gap(string query, int approved)
    {
        await using var follower = await EventFollower.StartAsync(service, "/api/v1/events" + query);
        var start = await follower.TakeAsync(approved);
        await service.DecideAsync(ids[2], "remove");
        var live = Assert.Single(await follower.TakeAsync(1));
        Assert.Equal(("8", "comment.removed", ids[2]), (live.Id, EventLog.TypeOf(live.Event), SubjectOf(live.Event)));
        // Broken off in the middle of the snapshot, the stream goes on with all that came after.
        await using var resumed = await EventFollower.StartAsync(service, "/api/v1/events" + query, lastEventId: 5);
        Assert.Equal([6, 7, 8], await resumed.PositionsAsync(3));
        Assert.DoesNotContain(start, one => SubjectOf(one.Event) == ids[0]);
    }

    [Theory]
    [InlineData("?snapshot=maybe", 400)]
    [InlineData("?snapshot=true&type=comment.held", 400)]
    [InlineData("?snapshot=true&after=99", 409)]
    public async Task Snapshot_that_cannot_be_is_refused(string query, int status) => (await service.FeedAsync(query)).IsProblem(status);

    private static string SubjectOf(System.Text.Json.JsonElement one) => one.GetProperty("subject").GetString()!;
}
