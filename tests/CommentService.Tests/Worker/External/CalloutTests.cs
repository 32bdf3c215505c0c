using System.Text;
using System.Text.Json;
using CommentService.Hosting.Outgoing;
using CommentService.Tests.Running;

namespace CommentService.Tests.Worker.External;

public sealed class CalloutTests : ExternalTest
{
    [Theory]
    [InlineData("""{ "verdict": "approve" }""", "approved", null)]
    [InlineData("""{ "verdict": "hold", "message": "Names a victim", "score": 0.7 }""", "held", "The callout suspects this comment: Names a victim")]
    [InlineData("""{ "verdict": "reject" }""", "rejected", "The callout is sure that this is not to be published.")]
    public async Task Verdict_of_the_callout_decides(string answer, string status, string? message)
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, answer);
        await StartAsync("callout");
        var id = await PostAsync();
        Assert.Equal((status, message), await OutcomeAsync(id));
        Assert.Single(Outside.Requests);
        Assert.True((await Service.ModerationAsync(HttpMethod.Get, $"/comments/{id}/replay")).Json.GetProperty("same").GetBoolean());
        await NobodyWaitsAsync();
    }

    [Fact]
    public async Task Question_is_signed_json_with_all_that_the_reader_sent()
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, """{ "verdict": "approve" }""");
        await StartAsync("callout");
        var id = await PostAsync("Ein Text.", new { email = "ann@example.org", website = "https://ann.example", language = "de" });
        var request = Assert.Single(Outside.Requests);
        Assert.Equal(("POST", "/check", "application/json"), (request.Method, request.Path, request.Header("Content-Type")));
        Assert.True(WebhookSecret.TryRead(Secret, out var secret));
        Assert.Equal(id, request.Header(WebhookSecret.IdHeader));
        Assert.True(secret.Verifies(id, request.Header(WebhookSecret.TimestampHeader), request.Header(WebhookSecret.SignatureHeader), Encoding.UTF8.GetBytes(request.Body), TimeProvider.System.GetUtcNow()));
        var body = JsonElement.Parse(request.Body);
        Assert.Equal(
            (id, "Ann Reader", "Ein Text.", "ann@example.org", "https://ann.example", "de", $"https://comments.example/api/v1/external/{id}"),
            (Text("id"), Text("name"), Text("comment"), Text("email"), Text("website"), Text("language"), Text("callback")));

        string? Text(string member) => body.GetProperty(member).GetString();
    }

    [Fact]
    public async Task Comment_is_seen_by_nobody_before_the_answer_and_holds_up_no_other()
    {
        var answer = new TaskCompletionSource();
        Outside.Behaviour = async (http, request) =>
        {
            if (request.Body.Contains(SlowText, StringComparison.Ordinal))
            {
                await answer.Task;
            }

            await OutsideServer.AnswerAsync(http, """{ "verdict": "approve" }""");
        };
        await StartAsync("callout", """, "timeout": "60s" """);
        var article = TestService.NewArticle();
        var slow = (await Service.PostAsync(article, "Ann Reader", SlowText)).Id;
        await Eventually.HoldsAsync(() => Outside.Requests.Count == 1, "The question");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("approved", await Service.SettledAsync((await Service.PostAsync(article, "Bob Reader", $"Point {i}.")).Id));
        }

        Assert.Equal("queued", (await Service.GetAsync($"/api/v1/submissions/{slow}")).Member("status"));
        Assert.DoesNotContain(slow, (await Service.CommentsAsync(article)).ItemIds);
        Assert.Equal(404, (await Service.ModerationAsync(HttpMethod.Get, $"/comments/{slow}")).Status);
        // A retry in the meantime is known again.
        Assert.Equal(slow, (await Service.PostAsync(article, "Ann Reader", SlowText)).Id);
        answer.SetResult();
        Assert.Equal("approved", await Service.SettledAsync(slow));
        Assert.Contains(slow, (await Service.CommentsAsync(article)).ItemIds);
        var events = await Eventually.SeesAsync(
            () => Service.GetAsync("/api/v1/events?after=0", ("Authorization", "Bearer " + TestService.AdminKey)), seen => seen.Items.Count == 21, "All events");
        Assert.All(events.Items, item => Assert.Equal("comment.approved", item.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task What_is_rejected_anyway_is_shown_to_nobody()
    {
        await StartAsync("callout");
        await Service.ModerationAsync(HttpMethod.Post, "/bans", new { kind = "email", value = "troll@example.org" });
        Assert.Equal(("rejected", "No outside service was asked."), await OutcomeAsync(await PostAsync(more: new { email = "troll@example.org" })));
        Assert.Empty(Outside.Requests);
    }

    [Fact]
    public async Task Later_verdict_decides_when_it_comes()
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, "{}", 202);
        await StartAsync("callout");
        foreach (var (verdict, status) in new[] { ("approve", "approved"), ("reject", "rejected") })
        {
            var id = await PostAsync();
            Assert.Equal(("held", "The callout has not decided yet."), await OutcomeAsync(id));
            await NobodyWaitsAsync();
            Assert.Equal(204, (await CallBackAsync(id, $$"""{ "verdict": "{{verdict}}" }""")).Status);
            Assert.Equal(status, (await OutcomeAsync(id)).Status);
            (await CallBackAsync(id, """{ "verdict": "approve" }""")).IsProblem(409, "not-waited-for");
            var seen = await SeenAsync(id);
            Assert.Equal([(null, "held"), ("held", status)], seen.GetProperty("history").EnumerateArray().Select(change => (change.GetProperty("from").GetString(), change.GetProperty("to").GetString()!)));
            Assert.Equal("rules", seen.GetProperty("decidedBy").GetString());
            Assert.True((await Service.ModerationAsync(HttpMethod.Get, $"/comments/{id}/replay")).Json.GetProperty("same").GetBoolean());
            Assert.Equal(status == "approved" ? [id] : [], (await Service.CommentsAsync(seen.GetProperty("articleId").GetString()!)).ItemIds);
        }
    }

    [Fact]
    public async Task Later_hold_leaves_the_comment_to_moderators_with_its_reason()
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, "{}", 202);
        await StartAsync("callout");
        var id = await PostAsync();
        Assert.Equal(204, (await CallBackAsync(id, """{ "verdict": "hold", "message": "Ask a lawyer" }""")).Status);
        Assert.Equal(("held", "The callout suspects this comment: Ask a lawyer"), await OutcomeAsync(id));
        Assert.Single((await SeenAsync(id)).GetProperty("history").EnumerateArray());
    }

    [Fact]
    public async Task Moderator_who_was_faster_has_decided()
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, "{}", 202);
        await StartAsync("callout");
        var id = await PostAsync();
        await Service.DecideAsync(id, "reject");
        (await CallBackAsync(id, """{ "verdict": "approve" }""")).IsProblem(409, "not-waited-for");
        Assert.Equal("rejected", (await OutcomeAsync(id)).Status);
    }

    [Fact]
    public async Task Later_verdict_is_taken_from_nobody_else_and_only_if_it_is_one()
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, "{}", 202);
        await StartAsync("callout");
        var id = await PostAsync();
        const string Approve = """{ "verdict": "approve" }""";
        (await Service.SendAsync(HttpMethod.Post, $"/api/v1/external/{id}", Json(Approve))).IsProblem(401, "unauthenticated");
        (await CallBackAsync(id, Approve, WebhookSecret.Make())).IsProblem(401, "unauthenticated");
        (await CallBackAsync(id, Approve, at: TimeProvider.System.GetUtcNow().AddMinutes(-10))).IsProblem(401, "unauthenticated");
        (await CallBackAsync(id, "nonsense")).IsProblem(400, "malformed-json");
        (await CallBackAsync(id, """{ "verdict": "maybe" }""")).Refuses("verdict");
        (await CallBackAsync(id, new string(' ', 20_000))).IsProblem(413, "body-too-large");
        (await CallBackAsync(Guid.Empty.ToString(), Approve)).IsProblem(404, "unknown-comment");
        (await CallBackAsync("x", Approve)).IsProblem(404, "unknown-comment");
        Assert.Equal("held", (await OutcomeAsync(id)).Status);
    }

    [Fact]
    public async Task Shadow_rule_asks_and_decides_nothing()
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, """{ "verdict": "reject" }""");
        await StartAsync("callout");
        var policy = JsonElement.Parse("""{ "rules": { "external": { "mode": "shadow", "service": "callout" } } }""");
        Assert.Equal(200, (await Service.ModerationAsync(HttpMethod.Put, "/policy", policy, ("If-Match", "*"))).Status);
        var id = await PostAsync();
        var finding = Assert.Single((await SeenAsync(id)).GetProperty("findings").EnumerateArray());
        Assert.Equal(("none", "reject"), (finding.GetProperty("action").GetString(), finding.GetProperty("shadow").GetString()));
        Assert.Equal("approved", (await OutcomeAsync(id)).Status);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task<Answer> CallBackAsync(string id, string body, string? signedWith = null, DateTimeOffset? at = null)
    {
        Assert.True(WebhookSecret.TryRead(signedWith ?? Secret, out var secret));
        var headers = secret.Headers("answer-" + id, at ?? TimeProvider.System.GetUtcNow(), Encoding.UTF8.GetBytes(body));
        return await Service.SendAsync(HttpMethod.Post, $"/api/v1/external/{id}", Json(body), [.. headers]);
    }
}
