using System.Globalization;
using CommentService.Events;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Events;

/// <summary>A log of six events: 1 held, 2 approved (another article), 3 approved, 4 removed, 5 held, 6 rejected.</summary>
public sealed class FeedTests(FeedTests.Log log) : IClassFixture<FeedTests.Log>
{
    private TestService Service => log.Service;

    [Theory]
    [InlineData("", "1 2 3 4 5 6", "6")]
    [InlineData("?after=0", "1 2 3 4 5 6", "6")]
    [InlineData("?after=4", "5 6", "6")]
    [InlineData("?after=6", "", "6")]
    [InlineData("?after=1&limit=2", "2 3", "3")]
    [InlineData("?after=4&limit=2", "5 6", "6")]
    [InlineData("?type=comment.approved", "2 3", "6")]
    [InlineData("?type=comment.removed", "4", "6")]
    [InlineData("?type=comment.held", "1 5", "6")]
    [InlineData("?type=comment.rejected", "6", "6")]
    [InlineData("?type=comment.held&limit=1", "1", "1")]
    [InlineData("?type=comment.held&after=5", "", "6")]
    [InlineData("?article=two", "2", "6")]
    [InlineData("?article=one&type=comment.approved", "3", "6")]
    [InlineData("?article=none", "", "6")]
    [InlineData("?limit=99999", "1 2 3 4 5 6", "6")]
    public async Task Page_has_the_events_asked_for_and_where_to_go_on(string query, string positions, string next)
    {
        var page = await Service.FeedAsync(query);
        Assert.Equal(200, page.Status);
        Assert.Equal(positions, string.Join(' ', page.Items.Select(EventLog.PositionOf).Select(position => position.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(next, page.Next);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&type=comment.held")]
    [InlineData("&article=one")]
    public async Task Walk_in_pages_of_one_sees_what_one_page_shows(string filter)
    {
        var whole = (await Service.FeedAsync("?after=0" + filter)).Items.Select(EventLog.PositionOf);
        Assert.Equal(whole, (await EventLog.WalkAsync(Service, filter, limit: 1)).Select(EventLog.PositionOf));
    }

    [Fact]
    public async Task Page_that_looked_far_enough_ends_early_and_says_where_to_go_on()
    {
        await using var service = await TestService.StartAsync(policy: SharedService.Policy);
        await service.Services.GetRequiredService<Database>().WriteAsync(
            async db =>
            {
                var comments = Enumerable.Range(0, Feed.MostLookedAt + 100).Select(i => new Comment { Id = Guid.CreateVersion7(), ArticleId = i % 5_050 == 0 ? "rare" : "often", Name = "Ann", Text = "x" }).ToList();
                await db.InsertNewAsync(comments);
                return await db.InsertNewAsync(comments.ConvertAll(c => new StateChange { EventId = c.Id, CommentId = c.Id, Version = 1, At = new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc) }));
            },
            Test.Cancellation);
        var end = (Feed.MostLookedAt + 100).ToString(CultureInfo.InvariantCulture);
        await Eventually.SeesAsync(() => service.FeedAsync($"?after={Feed.MostLookedAt}&limit=200"), page => page.Status == 200 && page.Next == end, "All positions");

        var first = await service.FeedAsync("?article=rare");
        Assert.Equal(("1", Feed.MostLookedAt.ToString(CultureInfo.InvariantCulture)), (string.Join(' ', first.Items.Select(EventLog.PositionOf)), first.Next));
        Assert.Equal([1, 5_051], (await EventLog.WalkAsync(service, "&article=rare")).Select(EventLog.PositionOf));
        Assert.Equal([1, 5_051], (await EventLog.WalkAsync(service, "&article=rare", limit: 1)).Select(EventLog.PositionOf));
    }

    [Fact]
    public async Task Position_beyond_the_head_is_409_with_the_head()
    {
        var answer = (await Service.FeedAsync("?after=7")).IsProblem(409, "position-beyond-head");
        Assert.Contains("6", answer.Member("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?after=-1", "after")]
    [InlineData("?after=first", "after")]
    [InlineData("?after=", "after")]
    [InlineData("?after=99999999999999999999", "after")]
    [InlineData("?type=comment.lost", "type")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=x", "limit")]
    public async Task Bad_parameter_is_refused_by_its_name(string query, string field) => (await Service.FeedAsync(query)).Refuses(field);

    [Fact]
    public async Task Feed_needs_a_key() => (await Service.GetAsync("/api/v1/events?after=0")).IsProblem(401);

    [Fact]
    public async Task Empty_log_begins_at_0()
    {
        await using var service = await TestService.StartAsync();
        Assert.Equal("""{"items":[],"next":"0"}""", (await service.FeedAsync("?after=0")).Text);
        (await service.FeedAsync("?after=1")).IsProblem(409, "position-beyond-head");
    }

    public sealed class Log : SharedService, IAsyncLifetime
    {
        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            var id = await Service.PostSettledAsync("one", "Ann", HeldText);
            await Service.PostSettledAsync("two", "Ann", "A fair point.");
            foreach (var decision in new[] { "approve", "remove", "hold", "reject" })
            {
                await Service.DecideAsync(id, decision);
            }

            await Service.EventsAsync(6);
        }
    }
}
