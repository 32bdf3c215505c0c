using System.Text.Json;
using CommentService.Moderation.Classifiers;
using CommentService.Tests.Running;

namespace CommentService.Tests.Worker;

public sealed class LearningTests
{
    // Nothing in it is known as spam.
    private const string Taught = "Frobnicated zyxwidgets from the Quillon quarry polish every marble yacht overnight";
    // All comes from one address, quickly, and much alike.
    private const string Policy = """{ "rules": { "flood": { "mode": "off" }, "duplicate": { "mode": "off" }, "campaign": { "mode": "off" }, "author-history": { "mode": "off" } } }""";

    [Fact]
    public async Task What_moderators_take_down_is_held_when_it_comes_again()
    {
        await using var service = await TestService.StartAsync(policy: Policy);
        Assert.Equal("approve", await VerdictAsync(service));
        await TeachAsync(service);
        var id = await service.PostSettledAsync(TestService.NewArticle(), "Ann", Taught);
        var finding = (await service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Json.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("rule").GetString() == "spam");
        Assert.True(finding.GetProperty("score").GetDouble() > 0.5);
    }

    [Fact]
    public async Task Website_of_a_comment_that_was_taken_down_or_refused_is_held_until_it_is_welcome()
    {
        await using var service = await TestService.StartAsync(policy: Policy);
        async Task<string> PostAsync(string comment, string website) => await service.PostSettledAsync(TestService.NewArticle(), "Ann Baker", comment, new { website });

        await PostAsync("Buy cheap viagra and cialis online now, casino bonus included.", "https://pills.example/");
        await service.DecideAsync(await PostAsync("The fens were under water for a week.", "https://fens.example/"), "remove");
        await LearnedAsync(service, 1);
        var id = await PostAsync("We have had rain in the valley since then.", "https://www.fens.example/about");
        Assert.Equal("https://www.fens.example/about", await HeldForAsync(service, id));
        id = await PostAsync("Our school is closed on Monday, says the head.", "https://pills.example/");
        Assert.Equal("https://pills.example/", await HeldForAsync(service, id));
        await service.DecideAsync(id, "approve");
        await LearnedAsync(service, 2);
        id = await PostAsync("The bus was late again this morning, twice.", "https://pills.example/");
        Assert.Equal("approved", await service.SettledAsync(id));
    }

    [Fact]
    public async Task Published_comment_that_is_taken_down_teaches_too()
    {
        await using var service = await TestService.StartAsync(policy: Policy);
        await service.DecideAsync(await service.PostSettledAsync(TestService.NewArticle(), "Ann", Taught), "remove");
        Assert.Equal(1, (await LearnedAsync(service, 1)).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Decision_teaches_once_whatever_is_started_anew()
    {
        using var directory = new TemporaryDirectory();
        var taught = 0;
        await using (var service = await TestService.StartAsync(policy: Policy, directory: directory))
        {
            taught = await TeachAsync(service);
        }

        await using (var service = await TestService.StartAsync(policy: Policy, directory: directory))
        {
            await service.DecideAsync(await service.PostSettledAsync(TestService.NewArticle(), "Ann", "The vote was closer than the polls had said."), "remove");
            Assert.Equal(taught + 1, (await LearnedAsync(service, taught + 1)).GetProperty("decisions").GetInt32());
        }
    }

    [Fact]
    public async Task Holding_again_is_no_lesson()
    {
        await using var service = await TestService.StartAsync(policy: Policy);
        var id = await service.PostSettledAsync(TestService.NewArticle(), "Ann", Taught);
        await service.DecideAsync(id, "hold");
        await service.DecideAsync(id, "approve");
        Assert.Equal(1, (await LearnedAsync(service, 1)).GetProperty("decisions").GetInt32());
    }

    [Fact]
    public async Task What_was_learnt_is_exported_and_forgotten_on_request()
    {
        await using var service = await TestService.StartAsync(policy: Policy);
        await TeachAsync(service);
        Assert.Equal(SiteWeights.Bytes, await ExportedAsync(service));
        var forgotten = await service.ModerationAsync(HttpMethod.Delete, "/learning?reason=test");
        Assert.Equal((200, 0), (forgotten.Status, forgotten.Json.GetProperty("decisions").GetInt32()));
        Assert.Equal("approve", await VerdictAsync(service));
        Assert.Equal(0, await ExportedAsync(service));
        var audit = (await service.ModerationAsync(HttpMethod.Get, "/audit")).Json.GetProperty("items").EnumerateArray();
        Assert.Contains(audit, entry => entry.GetProperty("action").GetString() == "learning.reset");
    }

    private static async Task<string?> HeldForAsync(TestService service, string id)
    {
        Assert.Equal("held", await service.SettledAsync(id));
        var findings = (await service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Json.GetProperty("findings").EnumerateArray();
        return findings.Single(f => f.GetProperty("rule").GetString() == "spam").GetProperty("evidence")[0].GetProperty("match").GetString();
    }

    // Taken down until it is held. One lesson is not enough, and a dozen would be too many.
    private static async Task<int> TeachAsync(TestService service)
    {
        for (var lessons = 1; lessons <= 12; lessons++)
        {
            await service.DecideAsync(await service.PostSettledAsync(TestService.NewArticle(), "Ann", Taught), "remove");
            await LearnedAsync(service, lessons);
            if (await VerdictAsync(service) != "approve")
            {
                return lessons;
            }
        }

        throw new InvalidOperationException("Nothing was learnt.");
    }

    private static async Task<JsonElement> LearnedAsync(TestService service, int decisions) => (await Eventually.SeesAsync(
        () => service.ModerationAsync(HttpMethod.Get, "/learning"),
        seen => seen.Json.GetProperty("decisions").GetInt32() >= decisions,
        $"Learning from {decisions} decisions")).Json;

    private static async Task<string?> VerdictAsync(TestService service) =>
        (await service.ModerationAsync(HttpMethod.Post, "/policy/test", new { name = "Ann", comment = Taught })).Member("verdict");

    private static async Task<int> ExportedAsync(TestService service)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/moderation/learning/weights") { Headers = { { "Authorization", "Bearer " + TestService.AdminKey } } };
        using var answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
    }
}
