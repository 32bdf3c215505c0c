using System.Text;
using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Intake.BadInput;

/// <summary>Bodies that are no JSON, or JSON as nobody should write it, to intake and to moderators' addresses.</summary>
public sealed class BadJsonTests(Endurance endurance) : IClassFixture<Endurance>
{
    private const string Review = "/api/v1/moderation";
    private const string Unknown = "0193e5a0-0000-7000-8000-000000000000";

    private readonly string article = TestService.NewArticle();

    public static TheoryData<string> Malformed { get; } = new(
        "", " ", "{", "}", "[]", "[{}]", "null", "true", "7", "\"x\"", "{]", "{\"name\"}", "{\"name\":}", "{\"name\":\"Ann\",}", "{'name':'Ann'}", "{name:\"Ann\"}",
        "{\"name\":\"Ann\",\"comment\":\"x\"}{}", "{\"name\":\"Ann\",\"comment\":\"x\"} // more", "/* x */ {}", "{\"name\":\"a\nb\"}", "{\"name\":\"\\x41\"}", "{\"name\":\"\\u12\"}",
        "{\"name\":\"\0\"}", "{\"a\":01}", "{\"a\":NaN}", "{\"a\":+1}", "name=Ann", "<comment/>", "\uFEFF", "\uFEFF\uFEFF{}");

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Malformed_body_is_400_everywhere(string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        (await endurance.SendAsync(HttpMethod.Post, TestService.PathOf(article), body, "application/json")).IsProblem(400);
        (await endurance.SendAsync(HttpMethod.Post, $"{Review}/policy/test", body, "application/json")).IsProblem(400);
        (await endurance.SendAsync(HttpMethod.Patch, $"{Review}/articles/{article}", body, "application/json")).IsProblem(400);
        (await endurance.SendAsync(HttpMethod.Put, $"{Review}/policy", body, "application/json", ("If-Match", "*"))).IsProblem(400);
        if (body.Length > 0)
        {
            (await endurance.SendAsync(HttpMethod.Post, $"{Review}/comments/{Unknown}/approve", body, "application/json")).IsProblem(400);
        }

        await endurance.IsIntactAsync();
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"name\":", "}")]
    public async Task Very_deep_document_is_400(string open, string close)
    {
        var most = 60 * 1024 / (open.Length + close.Length);
        (await endurance.SendAsync(HttpMethod.Post, TestService.PathOf(article), Deep(most), "application/json")).IsProblem(400);
        (await endurance.SendAsync(HttpMethod.Post, TestService.PathOf(article), [.. "{\"ignored\":"u8, .. Deep(most), (byte)'}'], "application/json")).IsProblem(400);
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/policy/test"), (HttpMethod.Put, "/policy"), (HttpMethod.Patch, $"/articles/{article}") })
        {
            (await endurance.SendAsync(method, Review + path, Deep(100_000), "application/json", ("If-Match", "*"))).IsProblem(400);
        }

        await endurance.IsIntactAsync();

        byte[] Deep(int levels) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels)));
    }

    [Theory]
    [InlineData("""{ "name": "Ann", "comment": "\ud83d" }""", 400)]
    [InlineData("""{ "name": "\udc00\ud800", "comment": "x" }""", 400)]
    [InlineData("""{ "name": "Ann", "comment": "x", "\ud800": 1, "\u0000": 2 }""", 202)]
    [InlineData("""{ "name": "Ann", "comment": "whole: \ud83d\ude00" }""", 202)]
    [InlineData("""{ "\u006eame": "Ann", "comment": "An escaped member name." }""", 202)]
    public async Task Half_of_a_surrogate_pair_is_no_failure(string json, int status)
    {
        Assert.Equal(status, (await endurance.SendAsync(HttpMethod.Post, TestService.PathOf(article), Encoding.UTF8.GetBytes(json), "application/json")).Status);
        foreach (var path in new[] { "/policy/test", $"/comments/{Unknown}/hold" })
        {
            await endurance.SendAsync(HttpMethod.Post, Review + path, Encoding.UTF8.GetBytes(json.Replace("name", "reason", StringComparison.Ordinal)), "application/json");
        }

        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_400()
    {
        byte[][] broken = [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]];
        foreach (var bytes in broken)
        {
            byte[] body = [.. "{\"name\":\"Ann\",\"comment\":\"x"u8, .. bytes, .. "\"}"u8];
            (await endurance.SendAsync(HttpMethod.Post, TestService.PathOf(article), body, "application/json")).Refuses("comment");
            (await endurance.SendAsync(HttpMethod.Post, $"{Review}/policy/test", body, "application/json")).IsProblem(400);
            await endurance.SendAsync(HttpMethod.Post, TestService.PathOf(article), [.. "{\""u8, .. bytes, .. "\":1,\"name\":\"Ann\"}"u8], "application/json");
        }

        (await endurance.SendAsync(HttpMethod.Post, TestService.PathOf(article), Encoding.Unicode.GetBytes("{\"name\":\"Ann\"}"), "application/json")).IsProblem(400);
        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Overlong_values_are_refused()
    {
        var path = TestService.PathOf(article);
        (await SendAsync(HttpMethod.Post, path, new { name = new string('n', 1024 * 1024), comment = "x" })).IsProblem(413);
        (await SendAsync(HttpMethod.Post, path, new { name = new string('n', 60_000), comment = "x" })).Refuses("name");
        (await SendAsync(HttpMethod.Post, path, new { name = "Ann", comment = "x", email = new string('e', 50_000) + "@example.org" })).Refuses("email");
        (await SendAsync(HttpMethod.Post, path, new { name = "Ann", comment = "x", website = "https://example.org/" + new string('w', 50_000) })).Refuses("website");
        (await SendAsync(HttpMethod.Post, path, new { name = "Ann", comment = "x", language = new string('l', 50_000) })).Refuses("language");
        (await SendAsync(HttpMethod.Post, path, new { name = "Ann", comment = "x", parentId = new string('0', 50_000) })).Refuses("parentId");
        Assert.Equal(202, (await SendAsync(HttpMethod.Post, path, new { name = "Ann", comment = "A long title.", articleTitle = new string('t', 50_000) })).Status);
        (await SendAsync(HttpMethod.Post, $"{Review}/comments/{Unknown}/hold", new { reason = new string('r', 1024 * 1024) })).Refuses("reason");
        (await SendAsync(HttpMethod.Patch, $"{Review}/articles/{article}", new { title = new string('t', 1024 * 1024) })).Refuses("title");
        (await SendAsync(HttpMethod.Post, $"{Review}/policy/test", new { items = Enumerable.Repeat(new { name = "Ann", comment = "x" }, 1_001) })).IsProblem(400);
        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Hundred_thousand_marks_and_bidi_controls_are_judged_and_not_waited_for()
    {
        var marks = "e" + string.Concat(Enumerable.Repeat("\u0301\u0323", 50_000));
        var bidi = string.Concat(Enumerable.Repeat("\u202E\u2066x", 30_000));
        foreach (var comment in new[] { marks, bidi, string.Concat(Enumerable.Repeat("http://a.b ", 20_000)), string.Concat(Enumerable.Repeat("\uFDFA", 40_000)) })
        {
            await SendAsync(HttpMethod.Post, $"{Review}/policy/test", new { name = "Ann", comment });
            await SendAsync(HttpMethod.Post, $"{Review}/policy/test", new { name = comment, comment = "x" });
            await endurance.SendAsync(HttpMethod.Post, TestService.PathOf(article), Encoding.UTF8.GetBytes("name=Ann&comment=" + comment), "application/x-www-form-urlencoded");
        }

        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Moderators_body_over_16_MiB_is_413()
    {
        // The client waits for the answer to its headers: the body itself need not travel.
        var body = new byte[(16 * 1024 * 1024) + 1];
        Array.Fill(body, (byte)' ');
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/policy/test"), (HttpMethod.Put, "/policy") })
        {
            (await endurance.SendAsync(method, Review + path, body, "application/json", ("If-Match", "*"), ("Expect", "100-continue"))).IsProblem(413);
        }

        await endurance.IsIntactAsync();
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Moderators_body_of_another_type_is_415(string? type)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/policy/test"), (HttpMethod.Put, "/policy"), (HttpMethod.Patch, "/articles/a") })
        {
            (await endurance.SendAsync(method, Review + path, "{}"u8.ToArray(), type, ("If-Match", "*"))).IsProblem(415);
        }
    }

    private Task<Answer> SendAsync(HttpMethod method, string path, object body) =>
        endurance.SendAsync(method, path, JsonSerializer.SerializeToUtf8Bytes(body), "application/json");
}
