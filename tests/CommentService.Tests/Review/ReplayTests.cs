using System.Text.Json;
using CommentService.Moderation.Classifiers;
using CommentService.Tests.Running;

namespace CommentService.Tests.Review;

public sealed class ReplayTests : IAsyncLifetime
{
    private TestService service = null!;

    public async ValueTask InitializeAsync() => service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Every_stored_verdict_is_made_again_from_its_record_whatever_was_saved_since()
    {
        const string Twice = "The vote was closer than the polls had said, and that is worth a second article.";
        string[] policies =
        [
            """{ "rules": { "new-author": { "mode": "enforce" }, "links": { "max": 0 } } }""",
            """{ "mode": "premoderate", "rules": { "links": { "mode": "shadow", "max": 0 }, "shape": { "mode": "off" } } }""",
            """{ "lists": { "mine": { "terms": ["pills"] } }, "rules": { "suspect-words": { "lists": ["mine"] } } }""",
        ];
        (string Text, object? More)[] texts =
        [
            ("A fair point.", null), (Twice, new { email = "ann@example.org" }), (Twice, new { email = "ann@example.org" }), (Twice, null),
            (SharedService.HeldText, new { website = "https://ann.example" }), (new string('A', 300), new { homepage = "filled in" }), ("Cheap p1lls here", new { language = "de" }),
            ("\U0001F600 h\u0065\u0301llo http://a.example", null),
        ];
        var ids = new List<string>();
        for (var round = 0; ; round++)
        {
            var article = TestService.NewArticle();
            foreach (var (text, more) in texts)
            {
                ids.Add(await service.PostSettledAsync(article, "Ann Reader", text, more));
            }

            if (round == policies.Length)
            {
                break;
            }

            var saved = await service.ModerationAsync(HttpMethod.Put, "/policy", JsonElement.Parse(policies[round]), ("If-Match", "*"));
            Assert.True(saved.Status == 200, saved.ToString());
        }

        var verdicts = new HashSet<string>();
        foreach (var id in ids)
        {
            var seen = (await service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Json;
            var replay = await ReplayAsync(id);
            Assert.True(replay.Json.GetProperty("same").GetBoolean(), replay.Text);
            Assert.Equal(seen.GetProperty("findings").GetRawText(), replay.Json.GetProperty("replayed").GetProperty("findings").GetRawText());
            Assert.Equal(seen.GetProperty("policyVersion").GetInt32(), replay.Json.GetProperty("policyVersion").GetInt32());
            Assert.Equal(ClassifierModel.BuiltIn.Version, replay.Json.GetProperty("modelVersion").GetString());
            verdicts.Add(replay.Json.GetProperty("replayed").GetProperty("verdict").GetString()!);
        }

        Assert.Equal(["approve", "hold", "reject"], verdicts.Order());
    }

    [Fact]
    public async Task Moderators_decision_leaves_the_rules_verdict_on_record()
    {
        var id = await service.PostSettledAsync(TestService.NewArticle(), "Ann Reader", SharedService.HeldText);
        await service.DecideAsync(id, "approve");
        var replay = await ReplayAsync(id);
        Assert.Equal("hold", replay.Json.GetProperty("recorded").GetProperty("verdict").GetString());
        Assert.True(replay.Json.GetProperty("same").GetBoolean());
    }

    [Fact]
    public async Task Unknown_comment_is_not_found() => (await ReplayAsync(Guid.Empty.ToString())).IsProblem(404, "unknown-comment");

    private Task<Answer> ReplayAsync(string id) => service.ModerationAsync(HttpMethod.Get, $"/comments/{id}/replay");
}
