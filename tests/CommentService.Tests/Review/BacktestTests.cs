using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Review;

public sealed class BacktestTests : IAsyncLifetime
{
    private const string OneLink = "See http://a.example/1 for more.";
    private static readonly JsonElement NoLinks = JsonElement.Parse("""{ "rules": { "links": { "max": 0 } } }""");
    private TestService service = null!;

    public async ValueTask InitializeAsync() => service = await TestService.StartAsync(policy: SharedService.Policy);

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Table_has_todays_status_by_proposed_verdict()
    {
        await PostAsync("A fair point.", "approved");
        await PostAsync(OneLink, "approved");
        await PostAsync(SharedService.HeldText, "held");
        await PostAsync(SharedService.HeldText, "approved");
        await PostAsync(SharedService.HeldText, "rejected");
        await PostAsync("Another point.", "removed");
        var found = (await BacktestAsync(new { policy = NoLinks })).Json;
        Assert.Equal(("done", 6, 6), (found.GetProperty("state").GetString(), found.GetProperty("total").GetInt32(), found.GetProperty("seen").GetInt32()));
        Assert.Equal(
            """{"held":{"approve":0,"hold":1,"reject":0},"approved":{"approve":1,"hold":2,"reject":0},"rejected":{"approve":0,"hold":1,"reject":0},"removed":{"approve":1,"hold":0,"reject":0}}""",
            found.GetProperty("table").GetRawText());
        Assert.Equal("""{"decided":3,"agreed":0,"disagreed":1,"held":2,"share":0}""", found.GetProperty("agreement").GetRawText());
        Assert.Equal("""{"hold":1,"remove":0,"applied":0,"skipped":0,"undone":0,"kept":0}""", found.GetProperty("sweep").GetRawText());
    }

    [Fact]
    public async Task Changed_comments_are_listed_newest_first_with_the_proposed_findings()
    {
        var ids = new List<string?>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, await PostAsync(OneLink, "approved"));
            await PostAsync("A fair point.", "approved");
        }

        var first = (await BacktestAsync(new { policy = NoLinks }, "?limit=2")).Json;
        var shown = first.GetProperty("changed").GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(("hold", "approved", "rules", OneLink), (Text(shown[0], "verdict"), Text(shown[0], "status"), Text(shown[0], "decidedBy"), Text(shown[0], "comment")));
        var finding = Assert.Single(shown[0].GetProperty("findings").EnumerateArray());
        Assert.Equal(("links", "http://a.example/1"), (Text(finding, "rule"), Text(finding.GetProperty("evidence")[0], "match")));
        var walked = shown.ConvertAll(item => Text(item, "id"));
        for (var next = Text(first.GetProperty("changed"), "next"); next is not null;)
        {
            var page = (await service.ModerationAsync(HttpMethod.Get, $"/policy/backtests/{Text(first, "id")}?limit=2&cursor={next}")).Json.GetProperty("changed");
            walked.AddRange(page.GetProperty("items").EnumerateArray().Select(item => Text(item, "id")));
            next = Text(page, "next");
        }

        Assert.Equal(ids, walked);
    }

    [Fact]
    public async Task Only_comments_of_the_range_are_looked_at_the_newest_up_to_the_limit()
    {
        var old = await PostAsync(OneLink, "approved");
        var middle = await PostAsync(OneLink, "approved");
        var young = await PostAsync(OneLink, "approved");
        var submitted = (await service.ModerationAsync(HttpMethod.Get, $"/comments/{middle}")).Member("submittedAt");
        Assert.Equal([young, middle], await ChangedAsync(new { policy = NoLinks, from = submitted }));
        Assert.Equal([old], await ChangedAsync(new { policy = NoLinks, to = submitted }));
        Assert.Equal([young], await ChangedAsync(new { policy = NoLinks, limit = 1 }));
        Assert.Equal([middle], await ChangedAsync(new { policy = NoLinks, from = submitted, to = (await service.ModerationAsync(HttpMethod.Get, $"/comments/{young}")).Member("submittedAt") }));
    }

    [Fact]
    public async Task History_rules_see_what_they_saw_then()
    {
        const string Duplicates = """{ "rules": { "flood": { "mode": "off" }, "duplicate": { "sameAuthorAction": "hold" } } }""";
        await SaveAsync(JsonElement.Parse(Duplicates));
        const string Twice = "The vote was closer than the polls had said, and that is worth a second article.";
        await PostAsync(Twice, "approved", "ann@example.org");
        var again = await PostAsync(Twice, "held", "ann@example.org");
        // A day later the text has left every window; the verdict then is what counts.
        Assert.Empty(await ChangedAsync(new { policy = JsonElement.Parse(Duplicates) }));
        Assert.Equal([again], await ChangedAsync(new { policy = JsonElement.Parse("""{ "rules": { "duplicate": { "sameAuthorAction": "reject" } } }""") }));
    }

    [Fact]
    public async Task Without_a_policy_the_one_in_force_is_tried()
    {
        var id = await PostAsync(OneLink, "approved");
        Assert.Empty(await ChangedAsync(new { }));
        await SaveAsync(NoLinks);
        Assert.Equal([id], await ChangedAsync(new { }));
    }

    [Fact]
    public async Task Caller_who_does_not_wait_looks_for_progress()
    {
        await PostAsync(OneLink, "approved");
        var started = await service.ModerationAsync(HttpMethod.Post, "/policy/backtest", new { policy = NoLinks }, ("Prefer", "respond-async"));
        Assert.Equal(202, started.Status);
        var done = await Eventually.SeesAsync(
            () => service.GetAsync(started.Location!, ("Authorization", "Bearer " + TestService.AdminKey)), seen => seen.Member("state") == "done", "The backtest's end");
        Assert.Single(done.Json.GetProperty("changed").GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("""{ "policy": { "rules": { "links": { "max": "many" } } } }""", "$.policy.rules.links.max")]
    [InlineData("""{ "policy": 1 }""", "$.policy")]
    [InlineData("""{ "from": "yesterday" }""", "from")]
    [InlineData("""{ "from": "2026-02-02T00:00:00Z", "to": "2026-02-01T00:00:00Z" }""", "from")]
    [InlineData("""{ "limit": 0 }""", "limit")]
    [InlineData("""{ "limit": 1000001 }""", "limit")]
    [InlineData("""{ "limit": "ten" }""", "limit")]
    public async Task Bad_request_is_refused_by_name(string body, string field) =>
        (await BacktestAsync(new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).Refuses(field);

    [Fact]
    public async Task Unknown_backtest_is_not_found()
    {
        (await service.ModerationAsync(HttpMethod.Get, $"/policy/backtests/{Guid.Empty}")).IsProblem(404, "unknown-backtest");
        (await service.ModerationAsync(HttpMethod.Post, "/policy/backtests/x/apply")).IsProblem(404, "unknown-backtest");
    }

    [Fact]
    public async Task Applied_findings_hold_or_remove_what_the_rules_had_approved_and_undoing_approves_it_again()
    {
        var held = await PostAsync(OneLink, "approved");
        var chosen = await PostAsync(SharedService.HeldText, "approved");
        var removed = await PostAsync("Buy pills, a fair point.", "approved");
        var clean = await PostAsync("A fair point.", "approved");
        var changed = await PostAsync(OneLink, "approved");
        var stricter = JsonElement.Parse("""{ "lists": { "mine": { "terms": ["pills"] } }, "rules": { "links": { "max": 0 }, "blocked-words": { "lists": ["mine"] } } }""");
        await SaveAsync(stricter);
        var id = (await BacktestAsync(new { })).Id;
        var swept = await service.ModerationAsync(HttpMethod.Get, $"/policy/backtests/{id}?swept=true");
        Assert.Equal([changed, removed, held], swept.Json.GetProperty("changed").GetProperty("items").EnumerateArray().Select(item => Text(item, "id")));
        await service.DecideAsync(changed, "hold");
        await service.DecideAsync(changed, "approve");

        var applied = await service.ModerationAsync(HttpMethod.Post, $"/policy/backtests/{id}/apply", new { reason = "New list" });
        Assert.Equal("applied", applied.Member("state"));
        Assert.Equal("""{"hold":2,"remove":1,"applied":2,"skipped":1,"undone":0,"kept":0}""", applied.Json.GetProperty("sweep").GetRawText());
        Assert.Equal(["held", "approved", "removed", "approved", "approved"], await StatusesAsync(held, chosen, removed, clean, changed));
        var seen = (await service.ModerationAsync(HttpMethod.Get, $"/comments/{removed}")).Json;
        Assert.Equal(("admin", "New list"), (Text(seen.GetProperty("history")[1], "actor"), Text(seen.GetProperty("history")[1], "reason")));
        Assert.Equal("rules", Text(seen, "decidedBy"));
        var article = seen.GetProperty("articleId").GetString()!;
        Assert.DoesNotContain(removed, (await service.CommentsAsync(article)).ItemIds);

        await service.DecideAsync(held, "reject");
        var undone = await service.ModerationAsync(HttpMethod.Post, $"/policy/backtests/{id}/undo");
        Assert.Equal("""{"hold":2,"remove":1,"applied":0,"skipped":1,"undone":1,"kept":1}""", undone.Json.GetProperty("sweep").GetRawText());
        Assert.Equal(["rejected", "approved", "approved", "approved", "approved"], await StatusesAsync(held, chosen, removed, clean, changed));
        Assert.Contains(removed, (await service.CommentsAsync(article)).ItemIds);
        var audit = (await service.ModerationAsync(HttpMethod.Get, $"/audit?subject={id}")).Items;
        Assert.Equal(["sweep.undone", "sweep.applied"], audit.Select(entry => Text(entry, "action")));
    }

    [Fact]
    public async Task Each_swept_comment_has_its_event()
    {
        var id = await PostAsync(OneLink, "approved");
        await SaveAsync(NoLinks);
        var backtest = (await BacktestAsync(new { })).Id;
        await service.ModerationAsync(HttpMethod.Post, $"/policy/backtests/{backtest}/apply");
        await service.ModerationAsync(HttpMethod.Post, $"/policy/backtests/{backtest}/undo");
        var events = await Eventually.SeesAsync(
            () => service.GetAsync("/api/v1/events?after=0", ("Authorization", "Bearer " + TestService.AdminKey)), seen => seen.Items.Count == 3, "Three events");
        Assert.Equal(["comment.approved", "comment.removed", "comment.approved"], events.Items.Select(item => Text(item, "type")));
        Assert.All(events.Items, item => Assert.Equal(id, Text(item, "subject")));
    }

    [Fact]
    public async Task Only_the_policy_in_force_is_applied_and_only_once()
    {
        await PostAsync(OneLink, "approved");
        var id = (await BacktestAsync(new { policy = NoLinks })).Id;
        (await service.ModerationAsync(HttpMethod.Post, $"/policy/backtests/{id}/undo")).IsProblem(409, "not-allowed");
        (await service.ModerationAsync(HttpMethod.Post, $"/policy/backtests/{id}/apply")).IsProblem(409, "policy-not-in-force");
        await SaveAsync(NoLinks);
        Assert.Equal(200, (await service.ModerationAsync(HttpMethod.Post, $"/policy/backtests/{id}/apply")).Status);
        (await service.ModerationAsync(HttpMethod.Post, $"/policy/backtests/{id}/apply")).IsProblem(409, "not-allowed");
    }

    private static string? Text(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.GetString() : null;

    private async Task<string> PostAsync(string text, string status, string? email = null)
    {
        var id = await service.PostSettledAsync(TestService.NewArticle(), "Ann Reader", text, new { email });
        var now = (await service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Member("status");
        if (now != status)
        {
            await service.DecideAsync(id, status switch { "approved" => "approve", "rejected" => "reject", "removed" => "remove", _ => "hold" });
        }

        return id;
    }

    private Task<Answer> BacktestAsync(object body, string query = "") => service.ModerationAsync(HttpMethod.Post, "/policy/backtest" + query, body);

    private async Task<IEnumerable<string?>> ChangedAsync(object body) =>
        (await BacktestAsync(body)).Json.GetProperty("changed").GetProperty("items").EnumerateArray().Select(item => Text(item, "id"));

    private async Task<IEnumerable<string?>> StatusesAsync(params string[] ids)
    {
        var statuses = new List<string?>();
        foreach (var id in ids)
        {
            statuses.Add((await service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Member("status"));
        }

        return statuses;
    }

    private async Task SaveAsync(JsonElement policy)
    {
        var saved = await service.ModerationAsync(HttpMethod.Put, "/policy", policy, ("If-Match", "*"));
        Assert.True(saved.Status == 200, saved.ToString());
    }
}
