using System.Text.Json;
using CommentService.Tests.Running;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Review;

public sealed class ArticleSettingsTests(SharedService shared) : ReviewTest(shared)
{
    [Fact]
    public async Task Article_that_nobody_knows_is_registered_by_its_first_change()
    {
        (await Service.ModerationAsync(HttpMethod.Get, $"/articles/{Article}")).IsProblem(404, "unknown-article");
        var changed = await PatchAsync(new { });
        Assert.Equal($$"""{"id":"{{Article}}","title":null,"url":null,"open":true,"mode":"inherit"}""", changed.Text);
        Assert.Equal(changed.Text, (await Service.ModerationAsync(HttpMethod.Get, $"/articles/{Article}")).Text);
    }

    [Fact]
    public async Task Change_leaves_what_it_does_not_name()
    {
        await PatchAsync(new { title = "The vote", url = "https://a.example/vote", open = false, closeAt = "2030-01-01T12:00:00+02:00", mode = "premoderate" });
        await PatchAsync(new { title = "The result" });
        Assert.Equal(
            $$"""{"id":"{{Article}}","title":"The result","url":"https://a.example/vote","open":false,"mode":"premoderate","closeAt":"2030-01-01T10:00:00Z"}""",
            (await PatchAsync(new { })).Text);
        Assert.Equal(
            $$"""{"id":"{{Article}}","title":null,"url":null,"open":true,"mode":"inherit"}""",
            (await PatchAsync(new Dictionary<string, object?> { ["title"] = null, ["url"] = null, ["open"] = true, ["closeAt"] = null, ["mode"] = "inherit" })).Text);
    }

    [Theory]
    [InlineData("title", "\"{300}x\"")]
    [InlineData("title", "1")]
    [InlineData("url", "\"javascript:alert(1)\"")]
    [InlineData("url", "\"/vote\"")]
    [InlineData("open", "\"yes\"")]
    [InlineData("open", "null")]
    [InlineData("closeAt", "\"tomorrow\"")]
    [InlineData("closeAt", "5")]
    [InlineData("mode", "\"open\"")]
    [InlineData("mode", "null")]
    [InlineData("reason", "1")]
    public async Task Bad_value_is_refused_by_its_name_and_changes_nothing(string member, string value)
    {
        var json = $$"""{ "{{member}}": {{value.Replace("{300}", new string('t', 300), StringComparison.Ordinal)}} }""";
        (await PatchAsync(new StringContent(json, System.Text.Encoding.UTF8, "application/json"))).Refuses(member);
        (await Service.ModerationAsync(HttpMethod.Get, $"/articles/{Article}")).IsProblem(404);
    }

    [Fact]
    public async Task Id_that_is_none_is_refused()
    {
        (await Service.ModerationAsync(HttpMethod.Patch, "/articles/a%20b", new { })).Refuses("articleId");
        (await Service.ModerationAsync(HttpMethod.Get, "/articles/" + new string('a', 129))).Refuses("articleId");
    }

    [Fact]
    public async Task Closed_article_takes_no_more_and_takes_again_when_it_is_opened()
    {
        await PatchAsync(new { open = false });
        (await Service.PostAsync(Article, "Ann", "Too late?")).IsProblem(403, "comments-closed");
        Assert.False((await Service.GetAsync($"/api/v1/articles/{Article}")).Json.GetProperty("open").GetBoolean());
        await PatchAsync(new { open = true });
        await Service.PostSettledAsync(Article, "Ann", "In time.");
        Assert.False((await PatchAsync(new { closeAt = "2020-01-01T00:00:00Z" })).Json.GetProperty("open").GetBoolean());
        (await Service.PostAsync(Article, "Ann", "Too late again?")).IsProblem(403, "comments-closed");
    }

    [Fact]
    public async Task Article_that_its_date_has_closed_is_opened_by_hand()
    {
        await PatchAsync(new { closeAt = "2020-01-01T00:00:00Z" });
        var opened = (await PatchAsync(new { open = true })).Json;
        Assert.True(opened.GetProperty("open").GetBoolean());
        Assert.False(opened.TryGetProperty("closeAt", out _));
        await Service.PostSettledAsync(Article, "Ann", "In time after all.");
        Assert.Equal("2999-01-01T00:00:00Z", (await PatchAsync(new { closeAt = "2999-01-01T00:00:00Z", open = true })).Member("closeAt"));
        Assert.Equal("2999-01-01T00:00:00Z", (await PatchAsync(new { open = true })).Member("closeAt"));
    }

    [Fact]
    public async Task Date_closes_the_article_by_itself_for_intake_and_for_readers()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        await using var service = await TestService.StartAsync(time: clock);
        await service.ModerationAsync(HttpMethod.Patch, "/articles/a", new { closeAt = "2026-05-01T13:00:00Z" });
        await service.PostSettledAsync("a", "Ann", "In time.");
        Assert.True((await service.GetAsync("/api/v1/articles/a")).Json.GetProperty("open").GetBoolean());
        clock.Advance(TimeSpan.FromHours(1));
        Assert.False((await service.GetAsync("/api/v1/articles/a")).Json.GetProperty("open").GetBoolean());
        Assert.False((await service.ModerationAsync(HttpMethod.Get, "/articles/a")).Json.GetProperty("open").GetBoolean());
        (await service.PostAsync("a", "Ann", "Too late.")).IsProblem(403, "comments-closed");
    }

    [Fact]
    public async Task Audit_tells_who_changed_what_from_what_to_what_and_why()
    {
        await PatchAsync(new { title = "The vote" });
        await PatchAsync(new { mode = "premoderate", reason = "heated" });
        await PatchAsync(new { mode = "premoderate", reason = "changes nothing" });
        var audit = (await Service.ModerationAsync(HttpMethod.Get, $"/audit?subject={Article}")).Items;
        Assert.Equal(2, audit.Count);
        Assert.Equal(("article.changed", "admin", "heated"), (audit[0].GetProperty("action").GetString(), audit[0].GetProperty("actor").GetString(), audit[0].GetProperty("reason").GetString()));
        Assert.Equal(("inherit", "premoderate"), (audit[0].GetProperty("from").GetProperty("mode").GetString(), audit[0].GetProperty("to").GetProperty("mode").GetString()));
        Assert.Equal((JsonValueKind.Null, "The vote"), (audit[1].GetProperty("from").ValueKind, audit[1].GetProperty("to").GetProperty("title").GetString()));
    }

    [Fact]
    public async Task Postmoderated_article_shows_at_once_what_the_policy_would_hold_only_by_its_mode()
    {
        await using var service = await TestService.StartAsync(policy: """{ "mode": "premoderate" }""");
        Assert.Equal("held", await service.SettledAsync((await service.PostAsync("a", "Ann", "A fair point.")).Id));
        await service.ModerationAsync(HttpMethod.Patch, "/articles/b", new { mode = "postmoderate" });
        Assert.Equal("approved", await service.SettledAsync((await service.PostAsync("b", "Ann", "A fair point.")).Id));
        Assert.Equal("held", await service.SettledAsync((await service.PostAsync("b", "Ben", SharedService.HeldText)).Id));
    }

    [Fact]
    public async Task Premoderated_article_holds_from_the_next_comment_on()
    {
        Assert.Equal("approved", await Service.SettledAsync(await CommentAsync("approved")));
        await PatchAsync(new { mode = "premoderate" });
        var id = (await Service.PostAsync(Article, "Ann", "A fair point, again.")).Id;
        Assert.Equal("held", await Service.SettledAsync(id));
    }

    [Fact]
    public async Task Change_gives_the_page_a_new_tag()
    {
        await CommentAsync("approved");
        var before = (await Service.CommentsAsync(Article)).ETag;
        await PatchAsync(new { title = "The vote" });
        Assert.NotEqual(before, (await Service.CommentsAsync(Article)).ETag);
    }

    private Task<Answer> PatchAsync(object body) => Service.ModerationAsync(HttpMethod.Patch, $"/articles/{Article}", body);
}
