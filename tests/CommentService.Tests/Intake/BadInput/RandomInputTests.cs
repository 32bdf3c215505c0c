using System.Text;
using CommentService.Tests.Running;
using CsCheck;

namespace CommentService.Tests.Intake.BadInput;

/// <summary>Whatever is sent to whichever address: an answer that is not the service's failure, and nothing lost beside it.</summary>
public sealed class RandomInputTests(Endurance endurance) : IClassFixture<Endurance>
{
    private const string Unknown = "0193e5a0-0000-7000-8000-000000000000";
    private const string Review = "/api/v1/moderation";

    private static readonly string[] SubmissionMembers = ["name", "comment", "parentId", "email", "website", "articleTitle", "articleUrl", "language", "homepage"];

    private static readonly string[] ContentTypes =
    [
        "application/json", "application/json; charset=utf-8", "application/json; charset=\"", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16",
        "multipart/form-data; boundary=b", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=" + "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
        "text/plain", "*/*", ";", "", "application/octet-stream",
    ];

    [Fact]
    public async Task Random_documents_around_a_submission_are_taken_or_refused()
    {
        await JsonTexts.Broken(JsonTexts.Around(SubmissionMembers, ("name", "\"Ann\""), ("comment", "\"Sound.\"")))
            .SampleAsync(body => endurance.SendAsync(HttpMethod.Post, TestService.PathOf("random"), body, "application/json"), iter: 400, threads: 2);
        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Random_bytes_of_every_content_type_are_refused()
    {
        await Gen.Select(Gen.Int[0, ContentTypes.Length - 1], Gen.Byte.Array[0, 300], Gen.Bool, Gen.Bool)
            .SampleAsync(
                (type, body, wordPress, wantsJson) => endurance.SendAsync(
                    HttpMethod.Post, wordPress ? "/wp-comments-post.php" : TestService.PathOf("random"), body, ContentTypes[type], wantsJson ? [("Accept", "application/json")] : []),
                iter: 400,
                threads: 2);
        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Random_forms_are_taken_or_given_back_as_they_were_sent()
    {
        // The framework's form reader refuses the whole form for one NUL.
        var any = NaughtyStrings.Any.Select(text => text.Replace("\0", "", StringComparison.Ordinal));
        await Gen.Select(any, any, any, any, any)
            .SampleAsync(
                async (name, comment, email, website, articleUrl) =>
                {
                    var fields = new (string Name, string Value)[] { ("name", name), ("comment", comment), ("email", email), ("website", website), ("articleUrl", articleUrl) };
                    var body = string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(NaughtyStrings.Sound(field.Value))}"));
                    var answer = await endurance.SendAsync(HttpMethod.Post, TestService.PathOf("random"), Encoding.UTF8.GetBytes(body), "application/x-www-form-urlencoded");
                    if (answer.Status == 303)
                    {
                        Assert.StartsWith("/submissions/", answer.Location, StringComparison.Ordinal);
                        return;
                    }

                    var page = SentPage.Of(answer, body.Length > 256 * 1024 ? 413 : 400);
                    Assert.Empty(page.Foreign);
                    Assert.All(fields, field => Assert.Equal(AsShown(field.Value), AsShown(page.Fields[field.Name])));
                },
                iter: 200,
                threads: 2);
        await endurance.IsIntactAsync();

        // What an HTML parser makes of line breaks, and of U+0085 where it is written as a number.
        static string AsShown(string text) => NaughtyStrings.Sound(text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\u0085', '\u2026');
    }

    [Fact]
    public async Task Random_documents_to_moderators_addresses_are_answered_or_refused()
    {
        var id = await endurance.Service.PostSettledAsync(TestService.NewArticle(), "Ann", "Decided at random.");
        (HttpMethod Method, string Path, Gen<string> Body)[] endpoints =
        [
            (HttpMethod.Post, $"{Review}/comments/{id}/hold", JsonTexts.Around(["reason", "note"])),
            (HttpMethod.Post, $"{Review}/comments/{id}/approve", JsonTexts.Around(["reason", "note"])),
            (HttpMethod.Post, $"{Review}/comments/{Unknown}/remove", JsonTexts.Around(["reason", "note"])),
            (HttpMethod.Put, $"{Review}/policy", JsonTexts.Around(["mode", "lists", "rules"], ("rules", """{"links":{"max":2}}"""))),
            (HttpMethod.Put, $"{Review}/policy", JsonTexts.Around(["mode", "action", "max", "lists", "blockedDomains", "window"]).Select(rule => $$$"""{"rules":{"links":{{{rule}}},"words":{{{rule}}},"flood":{{{rule}}},"blocked-words":{{{rule}}} } }""")),
            (HttpMethod.Put, $"{Review}/policy", JsonTexts.Around(["terms", "exceptions"]).Select(list => $$$$"""{"lists":{"mine":{{{{list}}}} },"rules":{"blocked-words":{"lists":["mine"]}}}""")),
            (HttpMethod.Post, $"{Review}/policy/test", JsonTexts.Around(["name", "comment", "articleId", "email", "website", "items", "policy"], ("name", "\"Ann\""), ("comment", "\"x\""))),
            (HttpMethod.Post, $"{Review}/policy/test", JsonTexts.Around(["name", "comment", "email", "website"], ("name", "\"Ann\""), ("comment", "\"x\"")).Select(item => $$"""{"items":[{{item}},{{item}}]}""")),
            (HttpMethod.Patch, $"{Review}/articles/random", JsonTexts.Around(["title", "url", "open", "closeAt", "mode"])),
            (HttpMethod.Post, $"{Review}/policy/versions/1/restore", JsonTexts.Value),
        ];

        await Gen.Int[0, endpoints.Length - 1].SelectMany(i => JsonTexts.Broken(endpoints[i].Body).Select(body => (i, body))).SampleAsync(
            async request =>
            {
                var (method, path, _) = endpoints[request.i];
                await endurance.SendAsync(method, path, request.body, "application/json", path.EndsWith("/policy", StringComparison.Ordinal) ? [("If-Match", "*")] : []);
            },
            iter: 500,
            threads: 1);

        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Random_paths_and_queries_are_answered_or_refused()
    {
        string[] paths =
        [
            "/api/v1/articles/{0}/comments", "/api/v1/articles/{0}", "/api/v1/articles/a/comments?cursor={0}", "/api/v1/articles/a/comments?limit={0}", "/api/v1/articles/a/comments?sort={0}",
            "/api/v1/counts?article={0}", "/api/v1/counts?{0}", "/api/v1/submissions/{0}", "/submissions/{0}", "/{0}", "/api/v1/events?after={0}", "/api/v1/events?limit={0}",
            $"{Review}/comments/{{0}}", $"{Review}/comments?status={{0}}", $"{Review}/comments?article={{0}}", $"{Review}/comments?author={{0}}", $"{Review}/comments?rule={{0}}", $"{Review}/comments?q={{0}}",
            $"{Review}/comments?from={{0}}", $"{Review}/comments?to={{0}}", $"{Review}/comments?limit={{0}}", $"{Review}/comments?cursor={{0}}", $"{Review}/policy/versions?cursor={{0}}", $"{Review}/articles/{{0}}",
        ];
        var bytes = Gen.OneOf(NaughtyStrings.Any.Select(text => Encoding.UTF8.GetBytes(text)), Gen.Byte.Array[1, 40]);

        await Gen.Select(Gen.Int[0, paths.Length - 1], bytes).SampleAsync(
            async (path, noise) =>
            {
                var escaped = string.Concat(noise.Take(1_500).Select(b => char.IsAsciiLetterOrDigit((char)b) ? ((char)b).ToString() : $"%{b:X2}"));
                await endurance.SendAsync(HttpMethod.Get, paths[path].Replace("{0}", escaped, StringComparison.Ordinal), null, null);
            },
            iter: 600,
            threads: 2);
        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Random_headers_are_answered_or_refused()
    {
        string[] names = ["If-None-Match", "If-Match", "Accept", "Origin", "Idempotency-Key", "X-Forwarded-For", "X-Forwarded-Host", "Authorization", "Cookie", "Range", "Accept-Language", "traceparent", "baggage", "Content-Language"];
        var id = await endurance.Service.PostSettledAsync(TestService.NewArticle(), "Ann", "Read with odd headers.");
        // Headers are ASCII on this client; what is not is sent as its escape.
        var value = NaughtyStrings.Any.Select(text => string.Concat(text.Take(400).Select(c => c is >= ' ' and <= '~' ? c.ToString() : Uri.HexEscape((char)(c & 0xFF)))));

        await Gen.Select(Gen.Int[0, names.Length - 1], value, Gen.Int[0, 2]).SampleAsync(
            async (name, text, where) =>
            {
                (string, string) header = (names[name], text);
                await ((name == names.Length - 1 ? 1 : where) switch
                {
                    0 => endurance.SendAsync(HttpMethod.Get, TestService.PathOf("random"), null, null, header),
                    1 => endurance.SendAsync(HttpMethod.Post, TestService.PathOf("random"), """{"name":"Ann","comment":"With odd headers."}"""u8.ToArray(), "application/json", header),
                    _ => endurance.SendAsync(HttpMethod.Post, $"{Review}/comments/{id}/approve", "{}"u8.ToArray(), "application/json", header),
                });
            },
            iter: 400,
            threads: 2);
        await endurance.IsIntactAsync();
    }
}
