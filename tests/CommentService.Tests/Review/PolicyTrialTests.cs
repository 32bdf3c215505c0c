using System.Text.Json;
using CommentService.Moderation.Text;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Review;

public sealed class PolicyTrialTests(SharedService shared) : ReviewTest(shared)
{
    private const string Links = "Go to http://a.example http://b.example http://c.example now";

    [Fact]
    public async Task One_text_has_its_verdict_and_findings()
    {
        var answer = await TryAsync(new { name = "Ann", comment = Links });
        Assert.Equal(["verdict", "findings"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("hold", answer.Member("verdict"));
        var finding = Assert.Single(answer.Json.GetProperty("findings").EnumerateArray());
        Assert.Equal("links", finding.GetProperty("rule").GetString());
        Assert.Equal(3, finding.GetProperty("evidence").GetArrayLength());
        Assert.Equal("""{"verdict":"approve","findings":[]}""", (await TryAsync(new { name = "Ann", comment = "A fair point." })).Text);
    }

    [Fact]
    public async Task Several_texts_are_answered_in_order_and_do_not_see_each_other()
    {
        var same = new { name = "Ann", comment = "The vote was closer than the polls had said, and that is worth a second article." };
        var answer = await TryAsync(new { items = new[] { same, same, new { name = "Bob", comment = Links }, same } });
        Assert.Equal(["approve", "approve", "hold", "approve"], answer.Items.Select(item => item.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Proposed_policy_is_tried_and_not_saved()
    {
        var policy = JsonElement.Parse("""{ "rules": { "links": { "max": 5 } } }""");
        Assert.Equal("approve", (await TryAsync(new { name = "Ann", comment = Links, policy })).Member("verdict"));
        Assert.Equal("hold", (await TryAsync(new { name = "Ann", comment = Links })).Member("verdict"));
        Assert.Equal("\"1\"", (await Service.ModerationAsync(HttpMethod.Get, "/policy")).ETag);
    }

    [Fact]
    public async Task Article_decides_by_its_mode()
    {
        await Service.ModerationAsync(HttpMethod.Patch, $"/articles/{Article}", new { mode = "premoderate" });
        Assert.Equal("hold", (await TryAsync(new { name = "Ann", comment = "A fair point.", articleId = Article })).Member("verdict"));
        Assert.Equal("approve", (await TryAsync(new { name = "Ann", comment = "A fair point.", articleId = Article + "x" })).Member("verdict"));
    }

    [Fact]
    public async Task Trial_stores_and_publishes_nothing()
    {
        await TryAsync(new { items = Enumerable.Repeat(new { name = "Ann", comment = Links, articleId = Article }, 1_000) });
        await using var db = Service.Services.GetRequiredService<Database>().OpenRead();
        Assert.False(await db.Comments.AnyAsync(c => c.ArticleId == Article, Test.Cancellation));
        Assert.False(await db.Articles.AnyAsync(a => a.Id == Article, Test.Cancellation));
    }

    [Theory]
    [InlineData("""{ "comment": "x" }""", "name")]
    [InlineData("""{ "name": "Ann" }""", "comment")]
    [InlineData("""{ "name": "Ann", "comment": 1 }""", "comment")]
    [InlineData("""{ "name": "Ann", "comment": "x", "articleId": ".." }""", "articleId")]
    [InlineData("""{ "items": [] }""", "items")]
    [InlineData("""{ "items": {} }""", "items")]
    [InlineData("""{ "items": [{ "name": "Ann", "comment": "x" }, { "comment": "x" }] }""", "items[1].name")]
    [InlineData("""{ "items": [7] }""", "items[0]")]
    [InlineData("""{ "name": "Ann", "comment": "x", "policy": { "rules": { "links": { "max": "many" } } } }""", "$.policy.rules.links.max")]
    [InlineData("""{ "name": "Ann", "comment": "x", "policy": 1 }""", "$.policy")]
    public async Task Bad_request_is_refused_by_path(string body, string path) =>
        (await TryAsync(new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).Refuses(path);

    [Fact]
    public async Task What_intake_would_refuse_is_refused_with_its_sentences()
    {
        var bad = new { name = new string('x', 81), comment = new string('x', 10_001), email = "nobody", website = "javascript:alert(1)" };
        var expected = new[] { ("comment", SubmissionRules.CommentTooLong), ("email", SubmissionRules.EmailInvalid), ("name", SubmissionRules.NameTooLong), ("website", SubmissionRules.WebsiteInvalid) };
        Assert.Equal(expected, ErrorsOf(await TryAsync(bad)));
        var good = new { name = new string('x', 80), comment = new string('x', 10_000), email = "ann@example.org", website = "https://a.example" };
        Assert.Equal(
            expected.Select(error => ($"items[3].{error.Item1}", error.Item2)),
            ErrorsOf(await TryAsync(new { items = new object[] { good, good, good, bad } })));
        Assert.Equal(200, (await TryAsync(good)).Status);
    }

    [Fact]
    public async Task More_than_a_thousand_texts_are_refused() =>
        (await TryAsync(new { items = Enumerable.Repeat(new { name = "Ann", comment = "x" }, 1_001) })).Refuses("items");

    private static IEnumerable<(string Field, string Message)> ErrorsOf(Answer refused) => refused.IsProblem(400, "validation").Json.GetProperty("errors").EnumerateObject()
        .Select(error => (error.Name, error.Value[0].GetString()!)).OrderBy(error => error.Name, StringComparer.Ordinal);

    private Task<Answer> TryAsync(object body) => Service.ModerationAsync(HttpMethod.Post, "/policy/test", body);
}
