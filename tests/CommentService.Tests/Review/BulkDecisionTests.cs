using CommentService.Tests.Running;

namespace CommentService.Tests.Review;

public sealed class BulkDecisionTests(SharedService shared) : ReviewTest(shared)
{
    [Fact]
    public async Task Each_id_has_its_outcome_in_order_and_a_bad_one_spoils_no_other()
    {
        var (held, approved, stale, rejected) = (await CommentAsync("held"), await CommentAsync("approved"), await CommentAsync("held"), await CommentAsync("rejected"));
        var answer = await DecideAsync(
            new { id = held, decision = "approve", version = 1, reason = "fine" },
            new { id = "no-id", decision = "approve" },
            new { id = approved, decision = "approve", version = 9 },
            new { id = Guid.Empty.ToString(), decision = "remove" },
            new { id = stale, decision = "reject", version = 2 },
            new { id = rejected, decision = "remove" });
        Assert.Equal(200, answer.Status);
        Assert.Equal([held, "no-id", approved, Guid.Empty.ToString(), stale, rejected], answer.ItemIds);
        Assert.Equal(["changed", "unknown", "unchanged", "unknown", "stale", "not-allowed"], OutcomesOf(answer));
        Assert.Equal(["approved", null, "approved", null, "held", "rejected"], answer.Items.Select(item => item.TryGetProperty("status", out var status) ? status.GetString() : null));
        var last = (await SeenAsync(held)).GetProperty("history").EnumerateArray().Last();
        Assert.Equal(("admin", "approved", "fine"), (last.GetProperty("actor").GetString(), last.GetProperty("to").GetString(), last.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Id_that_comes_twice_is_decided_twice_in_order()
    {
        var id = await CommentAsync("held");
        var answer = await DecideAsync(
            new { id, decision = "approve" }, new { id, decision = "approve" }, new { id, decision = "remove", version = 1 }, new { id, decision = "remove", version = 2 }, new { id, decision = "reject" });
        Assert.Equal(["changed", "unchanged", "stale", "changed", "not-allowed"], OutcomesOf(answer));
        Assert.Equal(("removed", 3), ((await SeenAsync(id)).GetProperty("status").GetString(), (await SeenAsync(id)).GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task Each_change_has_its_event_and_leaves_the_count_true()
    {
        var ids = new[] { await CommentAsync("held"), await CommentAsync("held"), await CommentAsync("held") };
        await DecideAsync([.. ids.Select(id => new { id, decision = "approve" })]);
        Assert.Equal(3, (await Service.GetAsync($"/api/v1/counts?article={Article}")).Json.GetProperty(Article).GetInt32());
        Assert.Equal(ids, (await Service.CommentsAsync(Article)).ItemIds);
        var events = await Eventually.SeesAsync(
            () => Service.GetAsync($"/api/v1/events?type=comment.approved&article={Article}", ("Authorization", "Bearer " + TestService.AdminKey)), seen => seen.Items.Count == 3, "Three events");
        Assert.Equal(ids, events.Items.Select(item => item.GetProperty("subject").GetString()!));
    }

    [Fact]
    public async Task Five_hundred_are_taken_and_one_more_is_refused()
    {
        var most = Enumerable.Repeat<object>(new { id = Guid.Empty.ToString(), decision = "approve" }, 500).ToArray();
        Assert.Equal(500, (await DecideAsync(most)).Items.Count);
        (await DecideAsync([.. most, most[0]])).Refuses("items");
        (await DecideAsync()).Refuses("items");
    }

    [Fact]
    public async Task Everything_wrong_is_named_at_once_and_then_nothing_is_decided()
    {
        var id = await CommentAsync("held");
        var answer = (await DecideAsync(
            new { id, decision = "approve" }, new { id, decision = "publish" }, new { decision = "hold" }, new { id, decision = "hold", version = "1" }, new { id, decision = "hold", reason = new string('r', 201) }, "x"))
            .IsProblem(400, "validation");
        Assert.Equal(
            ["items[1].decision", "items[2].id", "items[3].version", "items[4].reason", "items[5]"],
            answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
        Assert.Equal("held", (await SeenAsync(id)).GetProperty("status").GetString());
    }

    private static IEnumerable<string?> OutcomesOf(Answer answer) => answer.Items.Select(item => item.GetProperty("outcome").GetString());

    private Task<Answer> DecideAsync(params object[] items) => Service.ModerationAsync(HttpMethod.Post, "/decisions", new { items });
}
