using System.Text;
using CommentService.Events.Webhooks;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Events.Webhooks;

/// <summary>Receivers that answer anything, and owners who change their minds at the worst moment.</summary>
public sealed class HostileReceiverTests : WebhookTest
{
    public static TheoryData<string, string> Answers { get; } = new()
    {
        { "nothing", "" },
        { "no HTTP", "SSH-2.0-OpenSSH_9.2\r\n" },
        { "half a head", "HTTP/1.1 200 OK\r\nContent-Le" },
        { "half a body", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf" },
        { "a broken chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" },
        { "a head of a megabyte", "HTTP/1.1 200 OK\r\nX: " + new string('x', 1024 * 1024) + "\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_that_is_none_is_told_in_a_word_and_holds_up_no_other(string what, string answer)
    {
        await using var broken = new RawServer((stream, stopping) => stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stopping).AsTask());
        var healthy = await ReceiverAsync();
        var hook = (await HookAsync(HttpMethod.Post, "", new { url = broken.Address + "/hook" })).Id;
        await MakeAsync(healthy);
        await FillAsync(3);
        var log = await SeesAsync(() => HookAsync(HttpMethod.Get, $"/{hook}/deliveries"), seen => seen.Items.Count > 0, what);
        await HoldsAsync(() => healthy.Requests.Count == 3, "The other's messages");
        Assert.All(log.Items, item => Assert.Equal((System.Text.Json.JsonValueKind.Null, "broken-answer"), (item.GetProperty("status").ValueKind, item.GetProperty("error").GetString())));
        Assert.Empty(Service.Errors);
    }

    [Fact]
    public async Task Answer_that_drips_is_given_up_after_the_same_time_as_none()
    {
        await using var dripping = new RawServer(async (stream, stopping) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nX: "u8.ToArray(), stopping);
            while (true)
            {
                await stream.WriteAsync("x"u8.ToArray(), stopping);
                await Task.Delay(50, stopping);
            }
        });
        var hook = (await HookAsync(HttpMethod.Post, "", new { url = dripping.Address })).Id;
        await FillAsync(1);
        var log = await SeesAsync(() => HookAsync(HttpMethod.Get, $"/{hook}/deliveries"), seen => seen.Items.Count > 0, "The time-out");
        Assert.Equal("timeout", log.Items[^1].GetProperty("error").GetString());
    }

    [Fact]
    public async Task Whatever_is_refused_each_comments_events_are_taken_in_order_and_none_is_missed()
    {
        var random = new Random(7);
        var taken = new List<(string Comment, long Position)>();
        var gate = new Lock();
        var receiver = await ReceiverAsync(request =>
        {
            lock (gate)
            {
                if (random.Next(4) == 0)
                {
                    return random.Next(2) == 0 ? 500 : 429;
                }

                taken.Add((EventOf(request).GetProperty("subject").GetString()!, PositionOf(request)));
                return 204;
            }
        });
        var made = await MakeAsync(receiver);
        var ids = await FillAsync(20);
        foreach (var decision in new[] { "remove", "approve" })
        {
            await Task.WhenAll(ids.Select(id => Service.DecideAsync(id, decision)));
        }

        await HookSeenAsync(made.Id, hook => hook.Member("position") == "60" && hook.Json.GetProperty("waiting").GetInt32() == 0, "Everything");
        Assert.Equal(60, taken.Select(one => one.Position).Distinct().Count());
        foreach (var comment in taken.DistinctBy(one => one.Position).GroupBy(one => one.Comment))
        {
            Assert.Equal(comment.Select(one => one.Position).Order(), comment.Select(one => one.Position));
        }
    }

    [Fact]
    public async Task Log_of_deliveries_keeps_about_a_thousand()
    {
        var receiver = await ReceiverAsync();
        var made = await MakeAsync(receiver);
        await FillAsync(1_400);
        await HookSeenAsync(made.Id, hook => hook.Member("position") == "1400", "All sent");
        Assert.InRange(await CountAsync(db => db.WebhookAttempts), AttemptLog.Kept, AttemptLog.Kept * 12 / 10);
        await HookAsync(HttpMethod.Post, $"/{made.Id}/test");
        Assert.Equal(AttemptLog.Kept + 1, await CountAsync(db => db.WebhookAttempts));
        Assert.Equal("webhook.test", (await HookAsync(HttpMethod.Get, $"/{made.Id}/deliveries?limit=1")).Items[0].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Retry_after_a_rotation_is_signed_with_both_secrets()
    {
        var refuses = true;
        var receiver = await ReceiverAsync(_ => Volatile.Read(ref refuses) ? 500 : 204);
        var made = await MakeAsync(receiver);
        await FillAsync(1);
        await HookSeenAsync(made.Id, hook => hook.Json.GetProperty("waiting").GetInt32() == 1, "A failure");
        var rotated = (await HookAsync(HttpMethod.Post, $"/{made.Id}/rotate-secret")).Member("secret")!;
        Volatile.Write(ref refuses, false);
        await HookSeenAsync(made.Id, hook => hook.Json.GetProperty("waiting").GetInt32() == 0, "It is taken");
        Assert.True(IsSignedWith(receiver.Requests[^1], made.Member("secret")!) && IsSignedWith(receiver.Requests[^1], rotated));
        Assert.Equal(receiver.Requests[0].Header("webhook-id"), receiver.Requests[^1].Header("webhook-id"));
    }

    [Fact]
    public async Task Unsubscribed_hook_that_is_set_active_is_sent_what_it_missed()
    {
        var isGone = true;
        var receiver = await ReceiverAsync(_ => Volatile.Read(ref isGone) ? 410 : 204);
        var made = await MakeAsync(receiver);
        await FillAsync(1);
        await HookSeenAsync(made.Id, hook => hook.Member("state") == "unsubscribed", "The state");
        var audit = (await Service.ModerationAsync(HttpMethod.Get, "/audit?subject=" + made.Id)).Items[0];
        Assert.Equal(("webhook.unsubscribed", "service"), (audit.GetProperty("action").GetString(), audit.GetProperty("actor").GetString()));
        await FillAsync(2);
        Volatile.Write(ref isGone, false);
        await HookAsync(HttpMethod.Patch, "/" + made.Id, new { state = "active" });
        await HookSeenAsync(made.Id, hook => hook.Member("position") == "3" && hook.Json.GetProperty("waiting").GetInt32() == 0, "Everything");
        Assert.Equal([1, 2, 3], receiver.Requests.Skip(1).Select(PositionOf).Order());
    }

    [Fact]
    public async Task Run_of_a_webhook_that_was_changed_since_stores_nothing_that_waits()
    {
        var receiver = await ReceiverAsync(_ => 500);
        var made = await MakeAsync(receiver);
        await FillAsync(1);
        await HookSeenAsync(made.Id, hook => hook.Json.GetProperty("waiting").GetInt32() == 1, "A failure");
        var database = Service.Services.GetRequiredService<Database>();
        Webhook before;
        WebhookRetry waiting;
        await using (var db = database.OpenRead())
        {
            before = await db.Webhooks.SingleAsync(Test.Cancellation);
            waiting = await db.WebhookRetries.SingleAsync(Test.Cancellation);
        }

        await HookAsync(HttpMethod.Patch, "/" + made.Id, new { state = "paused" });
        // What the run before it had under way comes to be stored now.
        using var end = new CancellationTokenSource();
        var lease = new Lease(database, "late", Time);
        await Eventually.SeesAsync(() => lease.TryHoldAsync(Test.Cancellation).AsTask(), holds => holds, "The lease");
        var progress = new ProgressLog(database, lease, Time);
        var running = progress.RunAsync(end.Token);
        await progress.WriteAsync(new(before, 1, WebhookState.Failing, [], [waiting], []), Test.Cancellation);
        await end.CancelAsync();
        await Record.ExceptionAsync(() => running);

        Assert.Equal(1, await CountAsync(db => db.WebhookRetries));
        var changed = await HookAsync(HttpMethod.Patch, "/" + made.Id, new { state = "active" });
        Assert.Equal((200, "active", 1), (changed.Status, changed.Member("state"), changed.Json.GetProperty("waiting").GetInt32()));
        Assert.DoesNotContain("webhook.failing", (await Service.ModerationAsync(HttpMethod.Get, "/audit?subject=" + made.Id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_carries_the_trace_of_what_caused_it()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var receiver = await ReceiverAsync();
        await MakeAsync(receiver);
        await Service.PostSettledAsync("article", "Ann", "A fair point.", null, ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));
        await HoldsAsync(() => receiver.Requests.Count == 1, "The message");
        Assert.Contains(Trace, receiver.Requests[0].Header("traceparent"), StringComparison.Ordinal);
    }

    private async Task<int> CountAsync<T>(Func<CommentDb, IQueryable<T>> rows)
    {
        await using var db = Service.Services.GetRequiredService<Database>().OpenRead();
        return await rows(db).CountAsync(Test.Cancellation);
    }
}
