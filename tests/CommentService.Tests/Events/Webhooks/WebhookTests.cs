using System.Text;
using CommentService.Tests.Running;

namespace CommentService.Tests.Events.Webhooks;

/// <summary>What an owner sees and changes of a webhook.</summary>
public sealed class WebhookTests : WebhookTest
{
    [Fact]
    public async Task Made_webhook_starts_at_the_logs_end_with_what_readers_may_see()
    {
        await FillAsync(2);
        await Eventually.SeesAsync(() => Service.FeedAsync("?after=2"), page => page.Status == 200, "The positions");
        var made = await HookAsync(HttpMethod.Post, "", new { url = "https://search.example/comments" });
        Assert.Equal((201, "https://search.example/comments", "active", "2"), (made.Status, made.Member("url"), made.Member("state"), made.Member("position")));
        Assert.Equal("/api/v1/webhooks/" + made.Id, made.Location);
        Assert.Equal(["comment.approved", "comment.removed"], made.Json.GetProperty("types").EnumerateArray().Select(type => type.GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, made.Json.GetProperty("articles").ValueKind);
        Assert.StartsWith("whsec_", made.Member("secret"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_is_shown_once()
    {
        var made = await HookAsync(HttpMethod.Post, "", new { url = "https://search.example/comments" });
        var secret = made.Member("secret")!;
        var rotated = await HookAsync(HttpMethod.Post, $"/{made.Id}/rotate-secret");
        Assert.NotEqual(secret, rotated.Member("secret"));
        var shown = (await HookAsync(HttpMethod.Get, "")).Text + (await HookAsync(HttpMethod.Get, "/" + made.Id)).Text
            + (await HookAsync(HttpMethod.Patch, "/" + made.Id, new { state = "paused" })).Text
            + (await Service.ModerationAsync(HttpMethod.Get, "/audit")).Text;
        Assert.DoesNotContain("whsec_", shown, StringComparison.Ordinal);
        Assert.Equal(
            ["webhook.changed", "webhook.secret-changed", "webhook.made"],
            (await Service.ModerationAsync(HttpMethod.Get, "/audit?subject=" + made.Id)).Items.Select(entry => entry.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task Rotated_secret_signs_beside_the_old_one_for_a_day()
    {
        const string Mine = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        var receiver = await ReceiverAsync();
        var made = await MakeAsync(receiver, new { secret = Mine });
        Assert.Equal(Mine, made.Member("secret"));
        var rotated = (await HookAsync(HttpMethod.Post, $"/{made.Id}/rotate-secret")).Member("secret")!;
        await HookAsync(HttpMethod.Post, $"/{made.Id}/test");
        Assert.True(IsSignedWith(receiver.Requests[0], Mine) && IsSignedWith(receiver.Requests[0], rotated));
        Time.JumpBy(TimeSpan.FromHours(24));
        await HookAsync(HttpMethod.Post, $"/{made.Id}/test");
        Assert.False(IsSignedWith(receiver.Requests[1], Mine));
        Assert.True(IsSignedWith(receiver.Requests[1], rotated));
        var last = (await HookAsync(HttpMethod.Post, $"/{made.Id}/rotate-secret", new { keepOldHours = 0 })).Member("secret")!;
        await HookAsync(HttpMethod.Post, $"/{made.Id}/test");
        Assert.False(IsSignedWith(receiver.Requests[2], rotated));
        Assert.True(IsSignedWith(receiver.Requests[2], last));
    }

    [Fact]
    public async Task Test_tells_at_once_what_came_of_it_and_changes_nothing_else()
    {
        var receiver = await ReceiverAsync(_ => 418);
        var made = await MakeAsync(receiver);
        var tried = await HookAsync(HttpMethod.Post, $"/{made.Id}/test");
        Assert.Equal((200, 418, "webhook.test"), (tried.Status, tried.Json.GetProperty("status").GetInt32(), tried.Member("type")));
        Assert.Equal("webhook.test", EventLog.TypeOf(EventOf(Assert.Single(receiver.Requests))));
        Assert.True(IsSignedWith(receiver.Requests[0], made.Member("secret")!));
        Assert.Equal(tried.Member("eventId"), (await HookAsync(HttpMethod.Get, $"/{made.Id}/deliveries")).Items.Single().GetProperty("eventId").GetString());
        Assert.Equal(0, (await HookAsync(HttpMethod.Get, "/" + made.Id)).Json.GetProperty("waiting").GetInt32());
    }

    [Theory]
    [InlineData("http://127.0.0.2.nip.example.invalid/", "name-not-resolved")]
    [InlineData("http://[::1]:9/", "address-not-allowed")]
    [InlineData("http://10.1.2.3/", "address-not-allowed")]
    [InlineData("http://169.254.169.254/latest/meta-data", "address-not-allowed")]
    [InlineData("http://127.0.0.1:1/", "no-connection")]
    public async Task Address_that_may_not_or_cannot_be_called_is_told_in_a_word(string url, string error)
    {
        var made = await HookAsync(HttpMethod.Post, "", new { url });
        var tried = await HookAsync(HttpMethod.Post, $"/{made.Id}/test");
        Assert.Equal((200, error), (tried.Status, tried.Member("error")));
    }

    [Fact]
    public async Task Delivery_log_has_no_text_in_it_and_is_paged()
    {
        var receiver = await ReceiverAsync();
        var made = await MakeAsync(receiver);
        await FillAsync(5);
        await HookSeenAsync(made.Id, hook => hook.Member("position") == "5", "All sent");
        var whole = await HookAsync(HttpMethod.Get, $"/{made.Id}/deliveries");
        Assert.Equal(5, whole.Items.Count);
        Assert.DoesNotContain("fair", whole.Text, StringComparison.Ordinal);
        var first = await HookAsync(HttpMethod.Get, $"/{made.Id}/deliveries?limit=3");
        var rest = await HookAsync(HttpMethod.Get, $"/{made.Id}/deliveries?limit=3&cursor={first.Next}");
        Assert.Equal(whole.Items.Select(item => item.ToString()), first.Items.Concat(rest.Items).Select(item => item.ToString()));
        Assert.Null(rest.Next);
    }

    [Fact]
    public async Task Change_sets_the_members_that_it_names()
    {
        var made = await HookAsync(HttpMethod.Post, "", new { url = "https://search.example/comments", articles = new[] { "one" } });
        var changed = await HookAsync(HttpMethod.Patch, "/" + made.Id, new { types = new[] { "comment.held", "comment.held" } });
        Assert.Equal(["comment.held"], changed.Json.GetProperty("types").EnumerateArray().Select(type => type.GetString()));
        Assert.Equal("""["one"]""", changed.Json.GetProperty("articles").ToString());
        var all = await HookAsync(HttpMethod.Patch, "/" + made.Id, new { articles = (string[]?)null, url = "https://search.example/other" });
        Assert.Equal((System.Text.Json.JsonValueKind.Null, "https://search.example/other"), (all.Json.GetProperty("articles").ValueKind, all.Member("url")));
    }

    [Theory]
    [InlineData("{}", "url")]
    [InlineData("""{ "url": "search.example" }""", "url")]
    [InlineData("""{ "url": "ftp://search.example/" }""", "url")]
    [InlineData("""{ "url": "https://me:secret@search.example/" }""", "url")]
    [InlineData("""{ "url": 7 }""", "url")]
    [InlineData("""{ "url": "https://search.example/", "types": [] }""", "types")]
    [InlineData("""{ "url": "https://search.example/", "types": ["comment.seen"] }""", "types")]
    [InlineData("""{ "url": "https://search.example/", "types": "comment.held" }""", "types")]
    [InlineData("""{ "url": "https://search.example/", "articles": ["a b"] }""", "articles")]
    [InlineData("""{ "url": "https://search.example/", "articles": [] }""", "articles")]
    [InlineData("""{ "url": "https://search.example/", "secret": "whsec_short" }""", "secret")]
    [InlineData("""{ "url": "https://search.example/", "secret": "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }""", "secret")]
    [InlineData("""{ "url": "https://search.example/", "after": -1 }""", "after")]
    [InlineData("""{ "url": "https://search.example/", "snapshot": "yes" }""", "snapshot")]
    [InlineData("""{ "url": "https://search.example/", "state": "failing" }""", "state")]
    [InlineData("""{ "url": "https://search.example/", "snapshot": true, "after": "0" }""", "after")]
    public async Task Bad_webhook_is_refused_by_the_member_that_is_wrong(string body, string member) =>
        (await HookAsync(HttpMethod.Post, "", new StringContent(body, Encoding.UTF8, "application/json"))).Refuses(member);

    [Theory]
    [InlineData("""{ "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }""", "secret")]
    [InlineData("""{ "after": "0" }""", "after")]
    [InlineData("""{ "snapshot": true }""", "snapshot")]
    [InlineData("""{ "url": "file:///etc/passwd" }""", "url")]
    public async Task Change_that_cannot_be_is_refused_by_the_member_that_is_wrong(string body, string member)
    {
        var made = await HookAsync(HttpMethod.Post, "", new { url = "https://search.example/comments" });
        (await HookAsync(HttpMethod.Patch, "/" + made.Id, new StringContent(body, Encoding.UTF8, "application/json"))).Refuses(member);
    }

    [Fact]
    public async Task Webhook_that_is_made_paused_is_sent_nothing_until_it_is_active()
    {
        var receiver = await ReceiverAsync();
        var made = await MakeAsync(receiver, new { state = "paused" });
        Assert.Equal("paused", made.Member("state"));
        await FillAsync(2);
        await HookAsync(HttpMethod.Patch, "/" + made.Id, new { state = "active" });
        await HoldsAsync(() => receiver.Requests.Count == 2, "The messages");
        Assert.Equal(["1", "2"], receiver.Requests.Select(request => EventOf(request).GetProperty("sequence").GetString()).Order());
    }

    [Fact]
    public async Task Position_outside_of_the_log_is_refused_with_its_bounds() =>
        Assert.Equal("0", (await HookAsync(HttpMethod.Post, "", new { url = "https://search.example/", after = "1" })).IsProblem(409, "position-beyond-head").Member("head"));

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/test")]
    [InlineData("POST", "/rotate-secret")]
    [InlineData("GET", "/deliveries")]
    public async Task Unknown_webhook_is_404(string method, string action)
    {
        var body = method is "PATCH" or "POST" ? new { } : null;
        (await HookAsync(new HttpMethod(method), $"/{Guid.Empty}{action}", body)).IsProblem(404, "unknown-webhook");
        (await HookAsync(new HttpMethod(method), $"/x{action}", body)).IsProblem(404, "unknown-webhook");
    }
}
