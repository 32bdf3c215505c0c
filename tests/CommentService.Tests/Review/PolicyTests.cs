using System.Text.Json.Nodes;
using CommentService.Moderation;
using CommentService.Tests.Running;

namespace CommentService.Tests.Review;

public sealed class PolicyTests : IAsyncLifetime
{
    private const string TwoLinks = "See http://a.example/1 and http://b.example/2";

    private TestService service = null!;

    public async ValueTask InitializeAsync() => service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task First_policy_is_the_one_that_is_built_in_with_every_default()
    {
        var answer = await GetAsync();
        Assert.Equal("\"1\"", answer.ETag);
        Assert.Equal(Policy.BuiltIn.Json, answer.Text);
    }

    [Fact]
    public async Task Saved_policy_is_in_force_for_the_next_comment()
    {
        Assert.Equal("approved", await service.SettledAsync((await service.PostAsync("a", "Ann", TwoLinks)).Id));
        var saved = await PutAsync("""{ "rules": { "links": { "max": 1 } } }""", "\"1\"");
        Assert.Equal((200, "\"2\""), (saved.Status, saved.ETag));
        Assert.Equal(saved.Text, (await GetAsync()).Text);
        Assert.Equal("held", await service.SettledAsync((await service.PostAsync("b", "Ben", TwoLinks)).Id));
    }

    [Fact]
    public async Task What_a_policy_leaves_out_has_its_default()
    {
        await PutAsync("""{ "rules": { "links": { "max": 1 } } }""", "\"1\"");
        var saved = await PutAsync("{}", "\"2\"");
        Assert.Equal(Policy.BuiltIn.Json, saved.Text);
    }

    [Fact]
    public async Task Policy_that_was_read_can_be_saved_as_it_is()
    {
        var read = await GetAsync();
        Assert.Equal(read.Text, (await PutAsync(read.Text, read.ETag!)).Text);
    }

    [Fact]
    public async Task Without_If_Match_nothing_is_saved_and_a_stale_one_is_412()
    {
        (await PutAsync("{}", null)).IsProblem(428, "precondition-required");
        (await PutAsync("{}", "\"0\"")).IsProblem(412, "stale");
        (await PutAsync("{}", "1")).Refuses("If-Match");
        Assert.Equal("\"1\"", (await GetAsync()).ETag);
    }

    [Theory]
    [InlineData("""{ "rules": { "links": { "max": "many" } } }""", "$.rules.links.max")]
    [InlineData("""{ "rules": { "links": { "max": -1 } } }""", "$.rules.links.max")]
    [InlineData("""{ "rules": { "links": { "maxx": 1 } } }""", "$.rules.links.maxx")]
    [InlineData("""{ "rules": { "lynx": {} } }""", "$.rules.lynx")]
    [InlineData("""{ "mode": "whatever" }""", "$.mode")]
    public async Task Invalid_policy_is_refused_by_path_and_changes_nothing(string policy, string path)
    {
        (await PutAsync(policy, "\"1\"")).Refuses(path);
        Assert.Equal("\"1\"", (await GetAsync()).ETag);
        Assert.Single((await VersionsAsync()).Items);
    }

    [Fact]
    public async Task Every_error_of_a_policy_is_named_at_once()
    {
        var answer = (await PutAsync("""{ "mode": 1, "rules": { "links": { "max": -1 }, "flood": { "window": "soon" } } }""", "\"1\"")).IsProblem(400);
        Assert.Equal(["$.mode", "$.rules.flood.window", "$.rules.links.max"], answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_editors_who_save_at_once_exactly_one_wins()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => PutAsync($$"""{ "rules": { "links": { "max": {{i}} } } }""", "\"1\"")));
        Assert.Equal(200, Assert.Single(answers, answer => answer.Status != 412).Status);
        Assert.Equal("\"2\"", (await GetAsync()).ETag);
    }

    [Fact]
    public async Task Versions_are_listed_newest_first_and_a_page_at_a_time()
    {
        for (var version = 1; version < 5; version++)
        {
            await PutAsync("{}", $"\"{version}\"");
        }

        var first = await VersionsAsync("?limit=3");
        var rest = await VersionsAsync($"?limit=3&cursor={first.Next}");
        var all = first.Items.Concat(rest.Items).ToList();
        Assert.Equal([5, 4, 3, 2, 1], all.Select(version => version.GetProperty("version").GetInt32()));
        Assert.Equal(["admin", "admin", "admin", "admin", "start"], all.Select(version => version.GetProperty("actor").GetString()));
        Assert.Null(rest.Next);
        (await VersionsAsync("?limit=0")).Refuses("limit");
        (await VersionsAsync("?cursor=x")).Refuses("cursor");
    }

    [Fact]
    public async Task Restored_version_is_saved_once_more_as_the_newest()
    {
        await PutAsync("""{ "rules": { "links": { "max": 1 } } }""", "\"1\"");
        var restored = await RestoreAsync("1");
        Assert.Equal((200, "\"3\"", Policy.BuiltIn.Json), (restored.Status, restored.ETag, restored.Text));
        Assert.Equal(3, (await VersionsAsync()).Items.Count);
        Assert.Equal("approved", await service.SettledAsync((await service.PostAsync("a", "Ann", TwoLinks)).Id));
    }

    [Fact]
    public async Task Verdict_names_the_policy_that_it_rests_on_and_that_can_be_read()
    {
        var before = await service.PostSettledAsync("a", "Ann", TwoLinks);
        await PutAsync("""{ "rules": { "links": { "max": 1 } } }""", "\"1\"");
        var after = await service.PostSettledAsync("b", "Ben", TwoLinks);
        Assert.Equal((1, 2), (await VersionOfAsync(before), await VersionOfAsync(after)));
        var version = await service.ModerationAsync(HttpMethod.Get, "/policy/versions/2");
        Assert.Equal(("\"2\"", (await GetAsync()).Text), (version.ETag, version.Text));
        Assert.Equal(Policy.BuiltIn.Json, (await service.ModerationAsync(HttpMethod.Get, "/policy/versions/1")).Text);
        (await service.ModerationAsync(HttpMethod.Get, "/policy/versions/3")).IsProblem(404, "unknown-policy-version");
    }

    [Fact]
    public async Task Shadow_rule_is_recorded_and_decides_nothing()
    {
        await PutAsync("""{ "rules": { "links": { "max": 1, "mode": "shadow" } } }""", "\"1\"");
        var id = (await service.PostAsync("a", "Ann", TwoLinks)).Id;
        Assert.Equal("approved", await service.SettledAsync(id));
        var finding = Assert.Single((await service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Json.GetProperty("findings").EnumerateArray());
        Assert.Equal(("links", "none", "hold"), (finding.GetProperty("rule").GetString(), finding.GetProperty("action").GetString(), finding.GetProperty("shadow").GetString()));
    }

    [Fact]
    public async Task Audit_tells_who_saved_and_restored_which_version_and_why()
    {
        await service.ModerationAsync(HttpMethod.Put, "/policy?reason=fewer%20links", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), ("If-Match", "\"1\""));
        await service.ModerationAsync(HttpMethod.Post, "/policy/versions/1/restore?reason=too%20strict");
        await service.ModerationAsync(HttpMethod.Put, "/policy?reason=" + new string('r', 201), new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), ("If-Match", "\"3\""));
        var audit = await service.ModerationAsync(HttpMethod.Get, "/audit?subject=policy&limit=1");
        var older = await service.ModerationAsync(HttpMethod.Get, $"/audit?subject=policy&limit=1&cursor={audit.Next}");
        Assert.Equal(("policy.restored", "too strict", """{"version":3,"restored":1}"""), Told(audit));
        Assert.Equal(("policy.saved", "fewer links", """{"version":2}"""), Told(older));
        Assert.Null(older.Next);

        static (string?, string?, string) Told(Answer page) =>
            (page.Items[0].GetProperty("action").GetString(), page.Items[0].GetProperty("reason").GetString(), page.Items[0].GetProperty("to").GetRawText());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("first")]
    [InlineData("99999999999")]
    public async Task Version_that_was_never_saved_is_not_found(string version) => (await RestoreAsync(version)).IsProblem(404, "unknown-policy-version");

    [Fact]
    public async Task Restoring_with_a_stale_If_Match_is_412() => (await RestoreAsync("1", ("If-Match", "\"7\""))).IsProblem(412, "stale");

    [Fact]
    public async Task Schema_takes_the_built_in_policy_and_refuses_what_the_service_refuses()
    {
        var answer = await service.ModerationAsync(HttpMethod.Get, "/policy/schema");
        Assert.Equal("application/schema+json", answer.ContentType);
        var schema = await NJsonSchema.JsonSchema.FromJsonAsync(answer.Text, Test.Cancellation);
        Assert.Empty(schema.Validate(Policy.BuiltIn.Json));
        Assert.Empty(schema.Validate("{}"));
        foreach (var wrong in new[] { """{ "rules": { "links": { "max": "many" } } }""", """{ "rules": { "links": { "max": -1 } } }""", """{ "rules": { "lynx": {} } }""", """{ "mode": "whatever" }""", """{ "rules": { "links": { "mode": "on" } } }""" })
        {
            Assert.NotEmpty(schema.Validate(wrong));
            (await PutAsync(wrong, "\"1\"")).IsProblem(400);
        }
    }

    [Fact]
    public async Task Rules_are_described_with_their_settings_in_order()
    {
        var rules = (await service.ModerationAsync(HttpMethod.Get, "/rules")).Items;
        var document = JsonNode.Parse(Policy.BuiltIn.Json)!["rules"]!.AsObject();
        Assert.Equal(document.Select(rule => rule.Key).Order(StringComparer.Ordinal), rules.Select(rule => rule.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal("ban", rules[0].GetProperty("name").GetString());
        Assert.All(rules, rule => Assert.False(string.IsNullOrWhiteSpace(rule.GetProperty("description").GetString())));
    }

    [Fact]
    public async Task Rules_are_listed_a_page_at_a_time()
    {
        var all = (await service.ModerationAsync(HttpMethod.Get, "/rules")).Items.Select(rule => rule.GetRawText()).ToList();
        var first = await service.ModerationAsync(HttpMethod.Get, "/rules?limit=4");
        var rest = await service.ModerationAsync(HttpMethod.Get, $"/rules?limit=200&cursor={first.Next}");
        Assert.Equal(4, first.Items.Count);
        Assert.Equal(all, first.Items.Concat(rest.Items).Select(rule => rule.GetRawText()));
        Assert.Null(rest.Next);
        (await service.ModerationAsync(HttpMethod.Get, "/rules?limit=0")).Refuses("limit");
    }

    private async Task<int> VersionOfAsync(string id) => (await service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Json.GetProperty("policyVersion").GetInt32();

    private Task<Answer> GetAsync() => service.ModerationAsync(HttpMethod.Get, "/policy");

    private Task<Answer> VersionsAsync(string query = "") => service.ModerationAsync(HttpMethod.Get, "/policy/versions" + query);

    private Task<Answer> RestoreAsync(string version, params (string Name, string Value)[] headers) =>
        service.ModerationAsync(HttpMethod.Post, $"/policy/versions/{version}/restore", null, headers);

    private Task<Answer> PutAsync(string policy, string? ifMatch) => service.ModerationAsync(
        HttpMethod.Put, "/policy", new StringContent(policy, System.Text.Encoding.UTF8, "application/json"), ifMatch is null ? [] : [("If-Match", ifMatch)]);
}
