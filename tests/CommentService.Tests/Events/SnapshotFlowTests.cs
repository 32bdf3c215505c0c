using System.Collections.Concurrent;
using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Events;

/// <summary>Whoever starts with a snapshot while moderators decide all the while ends with what is approved, however it follows.</summary>
public sealed class SnapshotFlowTests : IAsyncLifetime
{
    private const int Comments = 120;

    private TestService service = null!;
    private string[] ids = [];

    public async ValueTask InitializeAsync()
    {
        service = await TestService.StartAsync(new Dictionary<string, string?> { ["Comments:Outgoing:AllowedNetworks"] = "127.0.0.0/8" }, policy: SharedService.Policy);
        ids = await Task.WhenAll(Enumerable.Range(0, Comments).Select(i => service.PostSettledAsync($"article-{i % 5}", "Ann", $"A fair point {i}.")));
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Pages_end_with_what_is_approved()
    {
        var shown = new HashSet<string>();
        string? after = null;
        await WhileDecidingAsync(async isOver =>
        {
            while (true)
            {
                var wasOver = isOver();
                var page = await service.FeedAsync($"?snapshot=true&limit=7{(after is null ? "" : "&after=" + after)}");
                page.Items.ToList().ForEach(one => Apply(one, shown));
                if (page.Next == after && wasOver)
                {
                    return;
                }

                after = page.Next;
            }
        });
        await EndsWithAsync(shown);
    }

    [Fact]
    public async Task Stream_ends_with_what_is_approved()
    {
        var shown = new HashSet<string>();
        await WhileDecidingAsync(async isOver =>
        {
            await using var follower = await EventFollower.StartAsync(service, "/api/v1/events?snapshot=true");
            // The last event of all is known by its article.
            while (true)
            {
                var (_, one) = Assert.Single(await follower.TakeAsync(1));
                if (one.GetProperty("articleid").GetString() == Last)
                {
                    return;
                }

                Apply(one, shown);
            }
        });
        await EndsWithAsync(shown);
    }

    [Fact]
    public async Task Webhook_ends_with_what_is_approved()
    {
        var (taken, last) = (new ConcurrentQueue<JsonElement>(), new TaskCompletionSource());
        await using var receiver = await OutsideServer.StartAsync((http, request) =>
        {
            var one = JsonElement.Parse(request.Body);
            taken.Enqueue(one);
            if (one.GetProperty("articleid").GetString() == Last)
            {
                last.TrySetResult();
            }

            http.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        string hook = "";
        await WhileDecidingAsync(async _ =>
        {
            var made = await service.SendAsync(
                HttpMethod.Post, "/api/v1/webhooks", System.Net.Http.Json.JsonContent.Create(new { url = receiver.Address, snapshot = true }), ("Authorization", "Bearer " + TestService.AdminKey));
            Assert.True(made.Status == 201, made.ToString());
            hook = made.Id;
            await last.Task.WaitAsync(TimeSpan.FromSeconds(60), Test.Cancellation);
        });
        // Messages of other comments may still be on their way when the last one is taken.
        var head = (await service.FeedAsync("?after=latest")).Next;
        await Eventually.SeesAsync(
            () => service.GetAsync("/api/v1/webhooks/" + hook, ("Authorization", "Bearer " + TestService.AdminKey)), seen => seen.Member("position") == head && seen.Json.GetProperty("waiting").GetInt32() == 0, "Everything");
        var shown = new HashSet<string>();
        foreach (var one in taken.OrderBy(EventLog.PositionOf))
        {
            Apply(one, shown);
        }

        await EndsWithAsync(shown);
    }

    private const string Last = "the-last";

    private static void Apply(JsonElement one, HashSet<string> shown)
    {
        var id = one.GetProperty("subject").GetString()!;
        _ = EventLog.TypeOf(one) == "comment.approved" ? shown.Add(id) : shown.Remove(id);
    }

    /// <summary>Removes and approves without a pause until the follower has begun and for a while after, then posts one last comment.</summary>
    private async Task WhileDecidingAsync(Func<Func<bool>, Task> follow)
    {
        var isOver = false;
        var deciding = Task.WhenAll(Enumerable.Range(0, 3).Select(moderator => Task.Run(async () =>
        {
            var random = new Random(moderator);
            for (var i = 0; i < 100; i++)
            {
                // Each moderator has comments of his own, so that none is refused.
                var id = ids[(random.Next(Comments / 3) * 3) + moderator];
                var status = (await service.GetAsync("/api/v1/submissions/" + id)).Member("status");
                await service.DecideAsync(id, status == "approved" ? (i % 2 == 0 ? "remove" : "hold") : "approve");
            }
        })));
        var following = follow(() => Volatile.Read(ref isOver));
        await deciding;
        await service.PostSettledAsync(Last, "Ann", "The last one.");
        var head = await service.EventsAsync(Comments + 301);
        Assert.Equal(Last, head[^1].GetProperty("articleid").GetString());
        Volatile.Write(ref isOver, true);
        await following;
    }

    private async Task EndsWithAsync(HashSet<string> shown)
    {
        var approved = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            approved.AddRange((await service.CommentsAsync($"article-{i}", "?limit=200")).ItemIds);
        }

        shown.RemoveWhere(id => !ids.Contains(id));
        Assert.NotEmpty(approved);
        Assert.Equal(approved.Order(), shown.Order());
    }
}
