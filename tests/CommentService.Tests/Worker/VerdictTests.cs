using System.Text.Json;
using CommentService.Storage;

namespace CommentService.Tests.Worker;

/// <summary>A verdict can be explained a year later: it is stored with all that it rests on.</summary>
public sealed class VerdictTests : WorkerTest
{
    private const string ThreeLinks = "See http://a.example/1 and http://b.example/2 and http://c.example/3";

    [Fact]
    public async Task Verdict_is_stored_with_policy_findings_and_evidence()
    {
        var submission = Bench.Submission(ThreeLinks);
        var comment = await Bench.StoreAsync(submission);
        Assert.Equal((CommentStatus.Held, 1, 1, null), (comment.Status, comment.Version, comment.PolicyVersion, comment.DecidedAt));
        var finding = Assert.Single(await Bench.FindingsAsync(submission.Id));
        Assert.Equal(("links", Moderation.FindingAction.Hold), (finding.Rule, finding.Action));
        Assert.All(JsonElement.Parse(finding.Evidence!).EnumerateArray(), evidence => Assert.Equal(
            evidence.GetProperty("match").GetString(),
            ThreeLinks.Substring(evidence.GetProperty("start").GetInt32(), evidence.GetProperty("length").GetInt32())));
    }

    [Fact]
    public async Task Verdict_is_stored_with_the_facts_that_it_rests_on()
    {
        await Bench.ProcessAsync(Bench.Submission(Workbench.LongText));
        var facts = JsonElement.Parse((await Bench.StoreAsync(Bench.Submission(Workbench.LongText))).Facts!);
        Assert.True(facts.GetProperty("duplicateBySameAuthor").GetBoolean());
        Assert.Equal(1, facts.GetProperty("recentByAuthor").GetInt32());
        Assert.Equal(["Approved"], facts.GetProperty("history").EnumerateArray().Select(outcome => outcome.GetString()));
        Assert.Equal("NameAndAddress", facts.GetProperty("author").GetString());
    }

    [Fact]
    public async Task Comment_without_facts_stores_none() => Assert.Null((await Bench.StoreAsync(Bench.Submission("A fair point."))).Facts);

    [Fact]
    public async Task Approved_and_rejected_comments_were_decided_at_the_moment_of_storing()
    {
        var (first, same) = (Bench.Submission(Workbench.LongText), Bench.Submission(Workbench.LongText));
        Bench.Clock.Advance(TimeSpan.FromSeconds(5));
        await Bench.ProcessAsync(first, same);
        var now = Bench.Clock.GetUtcNow().UtcDateTime;
        Assert.Equal(now, (await Bench.CommentAsync(first.Id)).DecidedAt);
        Assert.Equal(now, (await Bench.CommentAsync(same.Id)).DecidedAt);
    }

    [Fact]
    public async Task New_policy_judges_the_next_comment_and_its_version_is_recorded()
    {
        var before = await Bench.StoreAsync(Bench.Submission("See http://a.example/1"));
        await Bench.InsertAsync(new PolicyVersion { Version = 2, Json = """{ "rules": { "links": { "max": 0 } } }""", At = DateTime.UnixEpoch, Actor = "desk" });
        var after = await Bench.StoreAsync(Bench.Submission("See http://b.example/2"));
        Assert.Equal((CommentStatus.Approved, 1), (before.Status, before.PolicyVersion));
        Assert.Equal((CommentStatus.Held, 2), (after.Status, after.PolicyVersion));
    }

    [Fact]
    public async Task Article_counts_what_was_approved_and_its_version_grows_with_it()
    {
        await Bench.ProcessAsync(Bench.Submission("A fair point."), Bench.Submission("Another point."), Bench.Submission(ThreeLinks));
        await using var db = Bench.Database.OpenRead();
        var article = Assert.Single(db.Articles.ToList());
        Assert.Equal((2, 2L), (article.Approved, article.Version));
    }

    [Fact]
    public async Task Title_that_a_moderator_set_is_not_changed_by_a_page()
    {
        await Bench.InsertAsync(new Article { Id = "article", Title = "Set", TitleIsFixed = true });
        await Bench.ProcessAsync(Bench.Submission("A fair point.") with { ArticleTitle = "From a page", ArticleUrl = "https://a.example/" });
        await Bench.ProcessAsync(Bench.Submission("Another point."));
        await using var db = Bench.Database.OpenRead();
        var article = Assert.Single(db.Articles.ToList());
        Assert.Equal(("Set", "https://a.example/"), (article.Title, article.Url));
    }
}
