using System.Text.Json;
using CommentService.Storage;
using CommentService.Tests.Review;
using CommentService.Tests.Running;

namespace CommentService.Tests.Events;

public sealed class EventTests : IAsyncLifetime
{
    private TestService service = null!;

    public async ValueTask InitializeAsync() => service = await TestService.StartAsync(
        new Dictionary<string, string?> { ["Comments:AllowedOrigins"] = "https://news.example" }, policy: SharedService.Policy);

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Each_change_has_one_event_of_its_type()
    {
        var id = await service.PostSettledAsync("article", "Ann", SharedService.HeldText);
        foreach (var decision in new[] { "reject", "reject", "hold", "approve", "approve", "hold", "approve", "remove", "hold", "reject", "approve", "remove", "approve" })
        {
            await service.DecideAsync(id, decision);
        }

        var events = await service.EventsAsync(12);
        Assert.Equal(
            [
                ("comment.held", null, "held"), ("comment.rejected", "held", "rejected"), ("comment.held", "rejected", "held"), ("comment.approved", "held", "approved"),
                ("comment.removed", "approved", "held"), ("comment.approved", "held", "approved"), ("comment.removed", "approved", "removed"), ("comment.held", "removed", "held"),
                ("comment.rejected", "held", "rejected"), ("comment.approved", "rejected", "approved"), ("comment.removed", "approved", "removed"), ("comment.approved", "removed", "approved"),
            ],
            events.Select(one => (EventLog.TypeOf(one), EventLog.DataOf(one).GetProperty("previousStatus").GetString(), EventLog.DataOf(one).GetProperty("status").GetString()!)));
        Assert.Equal(Enumerable.Range(1, 12), events.Select(one => EventLog.DataOf(one).GetProperty("version").GetInt32()));
        Assert.Equal(["rules", .. Enumerable.Repeat("moderator", 11)], events.Select(one => EventLog.DataOf(one).GetProperty("decidedBy").GetString()));
    }

    [Fact]
    public async Task Positions_have_no_gap_and_follow_the_versions_of_each_comment()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => service.PostSettledAsync($"article-{i % 3}", "Ann", $"{SharedService.HeldText} {i}")));
        await Task.WhenAll(ids.Select(async id =>
        {
            await service.DecideAsync(id, "approve");
            await service.DecideAsync(id, "remove");
            await service.DecideAsync(id, "hold");
        }));
        var events = await service.EventsAsync(160);
        Assert.Equal(Enumerable.Range(1, 160).Select(i => (long)i), events.Select(EventLog.PositionOf));
        Assert.Equal(160, events.Select(one => one.GetProperty("id").GetString()).Distinct().Count());
        foreach (var comment in events.GroupBy(one => one.GetProperty("subject").GetString()))
        {
            Assert.Equal([1, 2, 3, 4], comment.Select(one => EventLog.DataOf(one).GetProperty("version").GetInt32()));
        }
    }

    [Fact]
    public async Task Event_is_a_whole_CloudEvent_with_the_comment_as_data()
    {
        var parent = await service.PostSettledAsync("article", "Bob", "A fair point.");
        var id = await service.PostSettledAsync(
            "article", "Ann <b>", $"{SharedService.HeldText} & <i>more</i>", new { parentId = parent, articleTitle = "The vote", articleUrl = "https://news.example/vote" }, ("Origin", "https://news.example"));
        var one = (await service.EventsAsync(2))[1];
        Assert.Equal(
            ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "sequence", "articleid", "data"],
            one.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ("1.0", "/comments", "comment.held", id, "application/json", "2", "article"),
            (Text(one, "specversion"), Text(one, "source"), Text(one, "type"), Text(one, "subject"), Text(one, "datacontenttype"), Text(one, "sequence"), Text(one, "articleid")));
        Assert.Equal(7, one.GetProperty("id").GetGuid().Version);
        Assert.Equal(DateTimeKind.Utc, one.GetProperty("time").GetDateTime().Kind);

        var data = EventLog.DataOf(one);
        Assert.Equal(
            ["commentId", "articleId", "parentId", "name", "comment", "html", "status", "previousStatus", "version", "submittedAt", "decidedAt", "decidedBy", "rules", "articleTitle", "articleUrl"],
            data.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            (id, "article", parent, "Ann <b>", $"{SharedService.HeldText} & <i>more</i>", "The vote", "https://news.example/vote"),
            (Text(data, "commentId"), Text(data, "articleId"), Text(data, "parentId"), Text(data, "name"), Text(data, "comment"), Text(data, "articleTitle"), Text(data, "articleUrl")));
        Assert.DoesNotContain("<i>", Text(data, "html"), StringComparison.Ordinal);
        Assert.Equal(["links"], data.GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()));
        Assert.Equal(DateTimeKind.Utc, data.GetProperty("submittedAt").GetDateTime().Kind);
    }

    [Fact]
    public async Task Event_is_the_same_each_time_it_is_read()
    {
        await service.PostSettledAsync("article", "Ann", "A fair point.");
        var first = (await service.EventsAsync(1))[0].ToString();
        await service.PostSettledAsync("article", "Ann", "Another point.");
        Assert.Equal(first, (await service.EventsAsync(2))[0].ToString());
    }

    [Fact]
    public async Task No_event_has_an_email_a_website_or_a_moderators_name_in_it()
    {
        var id = await service.PostSettledAsync("article", "Ann", SharedService.HeldText, new { email = "ann@private.example", website = "https://private.example/ann" });
        var key = await Keys.AddAsync(service, KeyRole.Moderator, "Zelda Nightdesk");
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Post, $"/api/v1/moderation/comments/{id}/approve", null, key)).Status);
        await service.ModerationAsync(HttpMethod.Post, $"/comments/{id}/remove", new { reason = "secret reason", note = "secret note" });
        var log = string.Join('\n', await service.EventsAsync(3));
        Assert.All(["private.example", "Zelda", "secret", "127.0.0.1"], secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Source_is_where_the_service_is_reached()
    {
        await using var reached = await TestService.StartAsync(new Dictionary<string, string?> { ["Comments:PublicUrl"] = "https://comments.example" });
        await reached.PostSettledAsync("article", "Ann", "A fair point.");
        Assert.Equal("https://comments.example", Text((await reached.EventsAsync(1))[0], "source"));
    }

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();
}
