using CommentService.Events;
using CommentService.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Events.Webhooks;

public sealed class DeliveryTests : WebhookTest
{
    [Fact]
    public async Task Each_event_is_posted_once_as_the_feed_has_it_and_signed()
    {
        var receiver = await ReceiverAsync();
        var made = await MakeAsync(receiver);
        var ids = await FillAsync(3);
        await Service.DecideAsync(ids[1], "remove");
        await HoldsAsync(() => receiver.Requests.Count == 4, "Four messages");

        var feed = (await Service.FeedAsync("?after=0")).Items;
        Assert.Equal(feed.Select(item => item.ToString()), receiver.Requests.OrderBy(PositionOf).Select(request => request.Body));
        Assert.All(receiver.Requests, request =>
        {
            Assert.Equal(("POST", "/hook", "application/cloudevents+json; charset=utf-8"), (request.Method, request.Path, request.Header("Content-Type")));
            Assert.Equal(EventOf(request).GetProperty("id").GetString(), request.Header("webhook-id"));
            Assert.True(IsSignedWith(request, made.Member("secret")!));
        });
    }

    [Fact]
    public async Task Only_types_and_articles_that_were_asked_for_are_sent()
    {
        var (receiver, held) = (await ReceiverAsync(), await ReceiverAsync());
        await MakeAsync(receiver, new { articles = new[] { "two", "three" } });
        await MakeAsync(held, new { types = new[] { "comment.held", "comment.removed" } });
        await FillAsync(1, "one");
        var two = await FillAsync(1, "two");
        await FillAsync(1, "three");
        await Service.DecideAsync(two[0], "hold");
        await HoldsAsync(() => receiver.Requests.Count == 3 && held.Requests.Count == 1, "All messages");
        Assert.Equal([2, 3, 4], receiver.Requests.Select(PositionOf).Order());
        Assert.Equal(4, PositionOf(held.Requests[0]));
    }

    [Fact]
    public async Task What_is_refused_is_sent_again_after_growing_times_and_in_order_while_other_comments_go_on()
    {
        var ids = await FillAsync(2);
        var refuses = true;
        var receiver = await ReceiverAsync(request => Volatile.Read(ref refuses) && EventOf(request).GetProperty("subject").GetString() == ids[0] ? 500 : 200);
        var made = await MakeAsync(receiver, new { after = "2" });
        await Service.DecideAsync(ids[0], "remove");
        await Service.DecideAsync(ids[0], "approve");
        await Service.DecideAsync(ids[1], "remove");
        await HoldsAsync(() => receiver.Requests.Count(request => PositionOf(request) == 3) >= 4 && receiver.Requests.Any(request => PositionOf(request) == 5), "Several tries");
        Assert.DoesNotContain(receiver.Requests, request => PositionOf(request) == 4);

        Volatile.Write(ref refuses, false);
        await HookSeenAsync(made.Id, hook => hook.Json.GetProperty("waiting").GetInt32() == 0 && hook.Member("position") == "5", "Nothing waits", TimeSpan.FromSeconds(30));
        var first = receiver.Requests.Where(request => EventOf(request).GetProperty("subject").GetString() == ids[0]).Select(PositionOf).ToList();
        Assert.Equal(first.Order(), first);
        Assert.Equal(4, first[^1]);
        Assert.Single(receiver.Requests, request => PositionOf(request) == 5);

        var tries = (await HookAsync(HttpMethod.Get, $"/{made.Id}/deliveries")).Items.Where(item => item.GetProperty("position").GetString() == "3").Reverse().ToList();
        Assert.Equal(Enumerable.Range(1, tries.Count), tries.Select(item => item.GetProperty("attempt").GetInt32()));
        var gaps = tries.Zip(tries.Skip(1), (a, b) => (b.GetProperty("at").GetDateTime() - a.GetProperty("at").GetDateTime()).TotalSeconds).Take(3).ToList();
        Assert.True(gaps[0] >= 4 && gaps[1] >= 8 && gaps[2] >= 16, string.Join(' ', gaps));
        Assert.Equal([500, 200], [tries[0].GetProperty("status").GetInt32(), tries[^1].GetProperty("status").GetInt32()]);
    }

    [Fact]
    public async Task Receiver_that_takes_nothing_is_left_alone_and_gets_everything_in_the_end()
    {
        var isBack = false;
        var receiver = await ReceiverAsync(_ => Volatile.Read(ref isBack) ? 200 : 503);
        var made = await MakeAsync(receiver);
        await FillAsync(200);
        await HookSeenAsync(made.Id, hook => hook.Json.GetProperty("waiting").GetInt32() > 0, "A failure");
        var before = receiver.Requests.Count;
        Time.Advance(TimeSpan.FromMinutes(5));
        await HoldsAsync(() => receiver.Requests.Count > before, "Another try", TimeSpan.FromSeconds(10));
        Assert.True(receiver.Requests.Count < 40, $"{receiver.Requests.Count} messages");

        Volatile.Write(ref isBack, true);
        await HookSeenAsync(made.Id, hook => hook.Member("position") == "200" && hook.Json.GetProperty("waiting").GetInt32() == 0, "Everything", TimeSpan.FromMinutes(1));
        Assert.Equal(200, receiver.Requests.Select(PositionOf).Distinct().Count());
    }

    [Fact]
    public async Task After_three_days_the_hook_is_failing_until_its_owner_sets_it_active_and_then_it_misses_nothing()
    {
        var isBack = false;
        var receiver = await ReceiverAsync(_ => Volatile.Read(ref isBack) ? 200 : 500);
        var (made, other) = (await MakeAsync(receiver), await ReceiverAsync());
        await MakeAsync(other);
        await FillAsync(5);
        await HookSeenAsync(made.Id, hook => hook.Json.GetProperty("waiting").GetInt32() == 5, "The first tries");
        await HoldsAsync(() => other.Requests.Count == 5, "The other's messages");
        // The clock goes on while the service is stopped: second by second three days take a while.
        await Service.DisposeAsync();
        Time.Advance(TimeSpan.FromDays(3));
        await StartAsync();
        await HookSeenAsync(made.Id, hook => hook.Member("state") == "failing", "The state");
        var health = (await Service.GetAsync("/health/ready")).Json.GetProperty("parts").GetProperty("webhooks");
        Assert.Equal(("degraded", 1), (health.GetProperty("status").GetString(), health.GetProperty("data").GetProperty("failing").GetInt32()));
        var audit = (await Service.ModerationAsync(HttpMethod.Get, "/audit?subject=" + made.Id)).Items[0];
        Assert.Equal(("webhook.failing", "service"), (audit.GetProperty("action").GetString(), audit.GetProperty("actor").GetString()));
        await FillAsync(2);
        var tries = receiver.Requests.Count;
        await HoldsAsync(() => other.Requests.Count >= 7, "The other's new messages");
        Assert.Equal(tries, receiver.Requests.Count);

        Volatile.Write(ref isBack, true);
        Assert.Equal("active", (await HookAsync(HttpMethod.Patch, "/" + made.Id, new { state = "active" })).Member("state"));
        await HookSeenAsync(made.Id, hook => hook.Member("position") == "7" && hook.Json.GetProperty("waiting").GetInt32() == 0, "Everything");
        Assert.Equal(7, receiver.Requests.Skip(tries).Select(PositionOf).Distinct().Count());
    }

    [Fact]
    public async Task Owner_replays_from_a_position()
    {
        var receiver = await ReceiverAsync();
        var made = await MakeAsync(receiver);
        await FillAsync(4);
        await HookSeenAsync(made.Id, hook => hook.Member("position") == "4", "All sent");
        Assert.Equal("2", (await HookAsync(HttpMethod.Post, $"/{made.Id}/replay", new { after = "2" })).Member("position"));
        await HoldsAsync(() => receiver.Requests.Count == 6, "The replay");
        Assert.Equal([3, 4], receiver.Requests.Skip(4).Select(PositionOf).Order());
        Assert.Equal("4", (await HookAsync(HttpMethod.Post, $"/{made.Id}/replay", new { after = 9 })).IsProblem(409, "position-beyond-head").Member("head"));
    }

    [Fact]
    public async Task Answer_410_unsubscribes()
    {
        var receiver = await ReceiverAsync(_ => 410);
        var made = await MakeAsync(receiver);
        await FillAsync(1);
        await HookSeenAsync(made.Id, hook => hook.Member("state") == "unsubscribed", "The state");
        var other = await ReceiverAsync();
        await MakeAsync(other);
        await FillAsync(1);
        await HoldsAsync(() => other.Requests.Count == 1, "The other's message");
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task Slow_and_silent_receivers_hold_up_no_other()
    {
        OutsideServer? silent = null;
        await using var opened = silent = await OutsideServer.StartAsync((http, _) => silent!.NeverAnswerAsync(http));
        var receiver = await ReceiverAsync();
        var made = await MakeAsync(silent);
        await MakeAsync(receiver);
        // The clock stands still from here on but for one second: no time-out helps.
        await FillAsync(1);
        await HoldsAsync(() => silent.Requests.Count == 1 && receiver.Requests.Count == 1, "Both messages", TimeSpan.FromMilliseconds(10));
        await FillAsync(20);
        await HoldsAsync(() => receiver.Requests.Count == 21, "The messages of the other", TimeSpan.FromMilliseconds(1));
        await HookSeenAsync(made.Id, hook => hook.Json.GetProperty("waiting").GetInt32() > 0, "The time-out");
        Assert.Equal("timeout", (await HookAsync(HttpMethod.Get, $"/{made.Id}/deliveries")).Items[^1].GetProperty("error").GetString());
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        var target = await ReceiverAsync();
        await using var redirecting = await OutsideServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = 307;
            http.Response.Headers.Location = target.Address + "/elsewhere";
            return Task.CompletedTask;
        });
        var made = await MakeAsync(redirecting);
        await FillAsync(1);
        var log = await SeesAsync(() => HookAsync(HttpMethod.Get, $"/{made.Id}/deliveries"), answer => answer.Items.Count > 0, "A try");
        Assert.Equal(307, log.Items[^1].GetProperty("status").GetInt32());
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task Started_again_it_goes_on_where_it_was_with_what_waited()
    {
        var ids = await FillAsync(3);
        var refuses = true;
        var receiver = await ReceiverAsync(request => Volatile.Read(ref refuses) && EventOf(request).GetProperty("subject").GetString() == ids[1] ? 500 : 200);
        var made = await MakeAsync(receiver, new { after = "0" });
        await HookSeenAsync(made.Id, hook => hook.Member("position") == "3" && hook.Json.GetProperty("waiting").GetInt32() == 1, "One that waits");
        await Service.DisposeAsync();
        Volatile.Write(ref refuses, false);
        await StartAsync();
        await FillAsync(1);
        await HookSeenAsync(made.Id, hook => hook.Member("position") == "4" && hook.Json.GetProperty("waiting").GetInt32() == 0, "Everything");
        Assert.Equal([1, 2, 3, 4], receiver.Requests.Select(PositionOf).Distinct().Order());
        Assert.Single(receiver.Requests, request => PositionOf(request) == 1);
    }

    [Fact]
    public async Task Snapshot_starts_with_what_is_approved_now_and_goes_on_without_a_gap()
    {
        var ids = await FillAsync(4);
        await Service.DecideAsync(ids[0], "remove");
        await Service.DecideAsync(ids[1], "remove");
        await Service.DecideAsync(ids[1], "approve");
        await Eventually.SeesAsync(() => Service.FeedAsync("?after=7"), page => page.Status == 200, "The positions");
        var receiver = await ReceiverAsync();
        var made = await MakeAsync(receiver, new { snapshot = true });
        await Service.DecideAsync(ids[2], "remove");
        await HookSeenAsync(made.Id, hook => hook.Member("position") == "8", "All sent");
        // Of the first one, which is removed, nothing; of the second its last approval; then the third's removal, live.
        var seen = receiver.Requests.Select(PositionOf).Order().ToList();
        Assert.Equal([4, 7, 8], seen.Where(position => position != 3));
    }

    [Fact]
    public async Task Paused_hook_goes_on_where_it_was()
    {
        var receiver = await ReceiverAsync();
        var made = await MakeAsync(receiver);
        await HookAsync(HttpMethod.Patch, "/" + made.Id, new { state = "paused" });
        var other = await ReceiverAsync();
        await MakeAsync(other);
        await FillAsync(2);
        await HoldsAsync(() => other.Requests.Count == 2, "The other's messages");
        Assert.Empty(receiver.Requests);
        await HookAsync(HttpMethod.Patch, "/" + made.Id, new { state = "active" });
        await HoldsAsync(() => receiver.Requests.Count == 2, "The messages");
    }

    [Fact]
    public async Task Removed_hook_is_sent_nothing_more()
    {
        var (receiver, other) = (await ReceiverAsync(), await ReceiverAsync());
        var made = await MakeAsync(receiver);
        await MakeAsync(other);
        await FillAsync(1);
        await HoldsAsync(() => other.Requests.Count == 1 && receiver.Requests.Count == 1, "Both messages");
        Assert.Equal(204, (await HookAsync(HttpMethod.Delete, "/" + made.Id)).Status);
        (await HookAsync(HttpMethod.Get, "/" + made.Id)).IsProblem(404, "unknown-webhook");
        // Its run ends within a second of the clock.
        await HoldsAsync(() => Service.Services.GetRequiredService<Tail>().Followers == 1, "One run");
        await FillAsync(1);
        await HoldsAsync(() => other.Requests.Count == 2, "The other's message");
        Assert.Single(receiver.Requests);
    }
}
