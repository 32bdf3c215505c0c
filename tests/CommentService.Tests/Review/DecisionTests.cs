using System.Text.Json;
using CommentService.Storage;
using CommentService.Tests.Running;

namespace CommentService.Tests.Review;

public sealed class DecisionTests(SharedService shared) : ReviewTest(shared)
{
    private static readonly Dictionary<string, string> Results = new() { ["approve"] = "approved", ["reject"] = "rejected", ["hold"] = "held", ["remove"] = "removed" };

    public static TheoryData<string, string, bool> Transitions { get; } = new(
        from row in new[] { "held: approve reject", "approved: hold remove", "rejected: approve hold", "removed: approve hold" }
        let @from = row.Split(':')[0]
        from decision in Results.Keys
        where Results[decision] != @from
        select (@from, decision, row.Contains(" " + decision, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Transitions))]
    public async Task Decision_changes_the_comment_where_it_may_and_is_409_where_not(string from, string decision, bool isAllowed)
    {
        var id = await CommentAsync(from);
        var (before, pageBefore) = (await SeenAsync(id), await Service.CommentsAsync(Article));
        var version = before.GetProperty("version").GetInt32();

        (await DecideAsync(id, decision, ifMatch: $"\"{version + 1}\"")).IsProblem(412, "stale");
        var decided = await DecideAsync(id, decision, new { reason = "r" }, $"\"{version}\"");

        var (after, pageAfter) = (await SeenAsync(id), await Service.CommentsAsync(Article));
        if (isAllowed)
        {
            Assert.Equal((200, Results[decision], $"\"{version + 1}\""), (decided.Status, decided.Member("status"), decided.ETag));
            Assert.Equal(version + 1, after.GetProperty("version").GetInt32());
            Assert.Equal(Results[decision] == "held" ? null : "moderator", decided.Member("decidedBy"));
        }
        else
        {
            Assert.Contains(from, decided.IsProblem(409, "not-allowed").Member("detail"), StringComparison.Ordinal);
            Assert.Equal(before.ToString(), after.ToString());
        }

        var isVisible = after.GetProperty("status").GetString() == "approved";
        Assert.Equal(isVisible ? [id] : [], pageAfter.ItemIds);
        Assert.Equal(isVisible ? 1 : 0, (await Service.GetAsync($"/api/v1/counts?article={Article}")).Json.GetProperty(Article).GetInt32());
        Assert.Equal(isVisible == (from == "approved"), pageBefore.ETag == pageAfter.ETag);
    }

    [Theory]
    [InlineData("held", "hold")]
    [InlineData("approved", "approve")]
    [InlineData("rejected", "reject")]
    [InlineData("removed", "remove")]
    public async Task Decision_that_is_made_already_changes_nothing_however_stale(string status, string decision)
    {
        var id = await CommentAsync(status);
        var before = await SeenAsync(id);
        var again = await DecideAsync(id, decision, new { reason = "twice" }, "\"77\"");
        Assert.Equal((200, status), (again.Status, again.Member("status")));
        Assert.Equal(before.ToString(), (await SeenAsync(id)).ToString());
    }

    [Theory]
    [InlineData("\"1\"", 200)]
    [InlineData("W/\"1\"", 200)]
    [InlineData("*", 200)]
    [InlineData("\"9\", \"1\"", 200)]
    [InlineData(null, 200)]
    [InlineData("\"2\"", 412)]
    [InlineData("\"01\"", 412)]
    [InlineData("1", 400)]
    [InlineData("nonsense\"", 400)]
    public async Task Version_that_is_meant_is_named_by_If_Match(string? ifMatch, int status)
    {
        var id = await CommentAsync("held");
        Assert.Equal(status, (await DecideAsync(id, "approve", ifMatch: ifMatch)).Status);
        Assert.Equal(status == 200 ? "approved" : "held", (await SeenAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task History_tells_who_when_from_what_to_what_and_why()
    {
        var id = await CommentAsync("held");
        var key = await Keys.AddAsync(Service, KeyRole.Moderator, "Night desk");
        await Service.SendAsync(HttpMethod.Post, $"/api/v1/moderation/comments/{id}/approve", null, key);
        await DecideAsync(id, "remove", new { reason = " second look ", note = "line one\nline two" });
        var history = (await SeenAsync(id)).GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(["rules", "Night desk", "admin"], history.Select(entry => entry.GetProperty("actor").GetString()));
        Assert.Equal([null, "held", "approved"], history.Select(entry => entry.GetProperty("from").GetString()));
        Assert.Equal(["held", "approved", "removed"], history.Select(entry => entry.GetProperty("to").GetString()));
        Assert.Equal(("second look", "line one\nline two"), (history[2].GetProperty("reason").GetString(), history[2].GetProperty("note").GetString()));
        Assert.False(history[1].TryGetProperty("reason", out _));
        Assert.Equal(history.Select(At).Order(), history.Select(At));
        Assert.All(history, entry => Assert.Equal(DateTimeKind.Utc, At(entry).Kind));
    }

    [Fact]
    public async Task Author_is_known_by_what_became_of_the_comments()
    {
        var more = new { email = $"{Article}@example.org" };
        var first = await CommentAsync("approved", more: more);
        await CommentAsync("rejected", more: more);
        await CommentAsync("removed", more: more);
        await CommentAsync("held");
        var last = await SeenAsync(await CommentAsync("held", more: more));
        var author = last.GetProperty("author");
        Assert.Equal((1, 1, 1), (author.GetProperty("approved").GetInt32(), author.GetProperty("rejected").GetInt32(), author.GetProperty("held").GetInt32()));
        Assert.Equal((await SeenAsync(first)).GetProperty("submittedAt").GetDateTime(), author.GetProperty("firstSeenAt").GetDateTime());
    }

    [Fact]
    public async Task Of_moderators_who_decide_at_once_exactly_one_wins()
    {
        var id = await CommentAsync("held");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => (Decision: i % 2 == 0 ? "approve" : "reject", Answer: await DecideAsync(id, i % 2 == 0 ? "approve" : "reject", ifMatch: "\"1\""))));
        var seen = await SeenAsync(id);
        Assert.Equal(2, seen.GetProperty("version").GetInt32());
        Assert.Equal(2, seen.GetProperty("history").GetArrayLength());
        var status = seen.GetProperty("status").GetString();
        Assert.All(answers, one => Assert.Equal(Results[one.Decision] == status ? 200 : 412, one.Answer.Status));
    }

    [Fact]
    public async Task Decisions_on_many_comments_at_once_leave_the_count_true()
    {
        var ids = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await CommentAsync("held"));
        }

        await Task.WhenAll(ids.Select((id, i) => DecideAsync(id, i < 7 ? "approve" : "reject")));
        await Task.WhenAll(ids.Take(2).Select(id => DecideAsync(id, "remove")));
        Assert.Equal(5, (await Service.GetAsync($"/api/v1/counts?article={Article}")).Json.GetProperty(Article).GetInt32());
        Assert.Equal(ids[2..7].Order(), (await Service.CommentsAsync(Article)).ItemIds.Order());
    }

    [Fact]
    public async Task Decision_needs_no_body_and_a_bad_one_changes_nothing()
    {
        var id = await CommentAsync("held");
        (await DecideAsync(id, "approve", new { reason = new string('r', 201) })).Refuses("reason");
        (await DecideAsync(id, "approve", new { note = new string('n', 2001) })).Refuses("note");
        (await DecideAsync(id, "approve", new { reason = 1 })).Refuses("reason");
        (await DecideAsync(id, "approve", Raw("{", "application/json"))).IsProblem(400, "malformed-json");
        (await DecideAsync(id, "approve", Raw("[]", "application/json"))).IsProblem(400, "malformed-json");
        (await DecideAsync(id, "approve", Raw("x", "text/plain"))).IsProblem(415);
        Assert.Equal("held", (await SeenAsync(id)).GetProperty("status").GetString());
        Assert.Equal(200, (await DecideAsync(id, "approve")).Status);
    }

    [Fact]
    public async Task Longest_reason_and_note_are_taken_and_unknown_members_ignored()
    {
        var id = await CommentAsync("held");
        Assert.Equal(200, (await DecideAsync(id, "approve", new { reason = new string('r', 200), note = new string('n', 2000), mood = "good" })).Status);
    }

    private static DateTime At(JsonElement entry) => entry.GetProperty("at").GetDateTime();

    private static StringContent Raw(string text, string type) => new(text, System.Text.Encoding.UTF8, type);
}
