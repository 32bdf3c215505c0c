using CommentService.Tests.Running;

namespace CommentService.Tests.Review;

public sealed class QueueTests(SharedService shared) : ReviewTest(shared)
{
    [Fact]
    public async Task Queue_shows_held_comments_oldest_first_unless_asked()
    {
        var held = new[] { await CommentAsync("held"), await CommentAsync("held") };
        var (approved, rejected, removed) = (await CommentAsync("approved"), await CommentAsync("rejected"), await CommentAsync("removed"));
        Assert.Equal(held, (await QueueAsync()).ItemIds);
        Assert.Equal(held.Reverse(), (await QueueAsync("&sort=newest")).ItemIds);
        Assert.Equal(held, (await QueueAsync("&status=held&sort=oldest")).ItemIds);
        Assert.Equal([approved], (await QueueAsync("&status=approved")).ItemIds);
        Assert.Equal([rejected], (await QueueAsync("&status=rejected")).ItemIds);
        Assert.Equal([removed], (await QueueAsync("&status=removed")).ItemIds);
    }

    [Fact]
    public async Task Item_has_all_that_a_decision_needs()
    {
        var parent = await CommentAsync("approved");
        var id = await CommentAsync("held", more: new { email = "ann@example.org", website = "https://ann.example/", parentId = parent });
        await Service.ModerationAsync(HttpMethod.Patch, $"/articles/{Article}", new { title = "The vote", url = "https://paper.example/vote" });
        var item = Assert.Single((await QueueAsync()).Items);
        Assert.Equal(
            ["id", "articleId", "articleTitle", "articleUrl", "parentId", "name", "email", "website", "comment", "status", "submittedAt", "version", "findings"],
            item.EnumerateObject().Select(member => member.Name));
        Assert.Equal((id, Article, "The vote", "https://paper.example/vote", parent, "held", 1), (
            item.GetProperty("id").GetString(), item.GetProperty("articleId").GetString(), item.GetProperty("articleTitle").GetString(), item.GetProperty("articleUrl").GetString(),
            item.GetProperty("parentId").GetString(), item.GetProperty("status").GetString(), item.GetProperty("version").GetInt32()));
        var finding = Assert.Single(item.GetProperty("findings").EnumerateArray());
        Assert.Equal(("links", "hold"), (finding.GetProperty("rule").GetString(), finding.GetProperty("action").GetString()));
        var text = item.GetProperty("comment").GetString()!;
        Assert.Equal(3, finding.GetProperty("evidence").GetArrayLength());
        Assert.All(finding.GetProperty("evidence").EnumerateArray(), place => Assert.Equal(
            ("comment", place.GetProperty("match").GetString()),
            (place.GetProperty("field").GetString(), text.Substring(place.GetProperty("start").GetInt32(), place.GetProperty("length").GetInt32()))));
    }

    [Fact]
    public async Task Filters_narrow_the_queue()
    {
        var ann = await CommentAsync("held", name: "Ann", text: "About 100% of_it, ÄRGER", more: new { email = "ann@example.org" });
        var bob = await CommentAsync("held", name: "Bob", text: "About 1000 of it");
        foreach (var (filter, expected) in new (string, string[])[]
        {
            ("author=Ann", [ann]), ("author=ann@example.org", [ann]), ("author=ANN@example.ORG", [ann]), ("author=ann", [ann]), ("author=An", []), ($"author={ann}", [ann]), ($"author={Guid.Empty}", []), ("author=Nobody", []),
            ("rule=links", [ann, bob]), ("rule=honeypot", []),
            ("q=about", [ann, bob]), ("q=ABOUT", [ann, bob]), ($"q={Encoded("100%")}", [ann]), ("q=of_it", [ann]), ($"q={Encoded("ÄRGER")}", [ann]), ($"q={Encoded("ärger")}", [ann]), ("q=arger", [ann]), ($"q={Encoded("ábout")}", [ann, bob]), ("q=bob", [bob]), ($"q={Encoded("\\")}", []),
            ("author=Ann&q=1000", []),
        })
        {
            Assert.True(expected.SequenceEqual((await QueueAsync("&" + filter)).ItemIds), filter);
        }
    }

    [Fact]
    public async Task Moments_bound_the_queue_from_the_first_to_before_the_last()
    {
        var (first, second) = (await CommentAsync("held"), await CommentAsync("held"));
        var moments = (await QueueAsync()).Items.Select(item => item.GetProperty("submittedAt").GetDateTime()).ToList();
        Assert.Equal([second], (await QueueAsync($"&from={moments[1]:yyyy-MM-ddTHH:mm:ss.fffZ}")).ItemIds);
        Assert.Equal([first], (await QueueAsync($"&to={moments[1]:yyyy-MM-ddTHH:mm:ss.fffZ}")).ItemIds);
        Assert.Equal([first, second], (await QueueAsync($"&from={Encoded(moments[0].AddHours(2).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+02:00'", null))}")).ItemIds);
        Assert.Empty((await QueueAsync("&from=2999-01-01T00:00:00Z")).ItemIds);
        Assert.Empty((await QueueAsync("&to=1970-01-01T00:00:00Z")).ItemIds);
    }

    [Theory]
    [InlineData("oldest")]
    [InlineData("newest")]
    public async Task Walk_through_the_pages_skips_nothing_and_shows_nothing_twice_while_decisions_are_made(string sort)
    {
        var held = new List<string>();
        for (var i = 0; i < 9; i++)
        {
            held.Add(await CommentAsync("held"));
        }

        var seen = new List<string>();
        var cursor = "";
        for (var page = 0; cursor is not null; page++)
        {
            var answer = await QueueAsync($"&limit=2&sort={sort}{cursor}");
            seen.AddRange(answer.ItemIds);
            cursor = answer.Next is { } next ? $"&cursor={next}" : null;
            // The comment at the cursor itself leaves the queue, and a new one comes.
            await Service.DecideAsync(answer.ItemIds[^1], "approve");
            await CommentAsync("held");
            Assert.InRange(page, 0, 20);
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Superset(held.ToHashSet(), seen.ToHashSet());
    }

    [Theory]
    [InlineData("status=lost", "status")]
    [InlineData("status=Held", "status")]
    [InlineData("sort=random", "sort")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("cursor=garbage", "cursor")]
    [InlineData("article=..", "article")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-13-01T00:00:00Z", "to")]
    public async Task Bad_parameter_is_refused_by_its_name(string query, string field) =>
        (await Service.ModerationAsync(HttpMethod.Get, "/comments?" + query)).Refuses(field);

    [Fact]
    public async Task Author_of_a_comment_is_found_by_that_comment_whatever_the_name()
    {
        var more = new { email = $"{Article}@example.org" };
        var ids = new[] { await CommentAsync("held", "Ann", more: more), await CommentAsync("held", "Anna", more: more) };
        await CommentAsync("held", "Ann");
        Assert.Equal(ids, (await QueueAsync($"&author={ids[0]}")).ItemIds);
        Assert.Equal([ids[0]], (await QueueAsync($"&author={ids[1]}&q=ann&limit=1")).ItemIds);
    }

    [Fact]
    public async Task Search_for_too_much_is_refused() =>
        (await Service.ModerationAsync(HttpMethod.Get, "/comments?q=" + new string('a', 201))).Refuses("q");

    [Fact]
    public async Task All_bad_parameters_are_named_at_once()
    {
        var answer = (await Service.ModerationAsync(HttpMethod.Get, "/comments?status=lost&limit=0&from=x")).IsProblem(400, "validation");
        Assert.Equal(["from", "limit", "status"], answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
    }

    [Fact]
    public async Task Cursor_of_another_query_is_refused()
    {
        await CommentAsync("held");
        await CommentAsync("held");
        var next = (await QueueAsync("&limit=1")).Next;
        Assert.NotNull(next);
        (await QueueAsync($"&limit=1&sort=newest&cursor={next}")).Refuses("cursor");
        (await QueueAsync($"&limit=1&cursor={next[..^2]}")).Refuses("cursor");
        Assert.Equal(200, (await QueueAsync($"&limit=200&cursor={next}")).Status);
    }

    [Fact]
    public async Task Limit_beyond_the_most_is_the_most()
    {
        await CommentAsync("held");
        Assert.Single((await QueueAsync("&limit=99999999999999999999")).Items);
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("no-id")]
    [InlineData("0196b3c0111172228333444455556666")]
    public async Task Comment_that_is_not_there_is_not_found(string id)
    {
        (await Service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).IsProblem(404, "unknown-comment");
        (await DecideAsync(id, "approve")).IsProblem(404, "unknown-comment");
    }
}
