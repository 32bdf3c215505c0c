using System.Net.Http.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Hosting;

public sealed class SecurityHeadersTests(SharedService shared) : IClassFixture<SharedService>
{
    private const string NothingAllowed = "default-src 'none'; frame-ancestors 'none'";

    private TestService Service => shared.Service;

    [Theory]
    [InlineData("GET", "/api/v1/articles/a/comments", 200)]
    [InlineData("GET", "/api/v1/articles/a%20b/comments", 400)]
    [InlineData("GET", "/api/v1/submissions/x", 404)]
    [InlineData("GET", "/api/v1/moderation/comments", 401)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("DELETE", "/api/v1/articles/a/comments", 405)]
    [InlineData("GET", "/health/ready", 200)]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("GET", "/openapi/v1.json", 200)]
    public async Task Answer_that_is_data_may_run_and_load_nothing(string method, string path, int status)
    {
        var answer = await Service.SendAsync(new HttpMethod(method), path);
        Assert.Equal(status, answer.Status);
        IsProtected(answer);
        Assert.Equal(NothingAllowed, answer.Header("Content-Security-Policy"));
    }

    [Fact]
    public async Task Refused_body_has_the_headers_too()
    {
        IsProtected(await Service.SendAsync(HttpMethod.Post, "/api/v1/articles/a/comments", new StringContent("x")));
        var large = new ByteArrayContent(new byte[17 * 1024 * 1024]) { Headers = { { "Content-Type", "application/json" } } };
        // Told before the body is sent: a refused one is not read to its end.
        var refused = await Service.ModerationAsync(HttpMethod.Put, "/policy", large, ("If-Match", "\"1\""), ("Expect", "100-continue"));
        IsProtected(refused.IsProblem(413));
    }

    [Fact]
    public async Task Page_for_readers_has_a_policy_of_its_own_and_lets_nobody_frame_it()
    {
        var refused = await Service.PostFormAsync(TestService.PathOf("a"), new Dictionary<string, string?> { ["name"] = "", ["comment"] = "" }, ("Accept", "text/html"));
        var taken = await Service.PostFormAsync(TestService.PathOf("a"), new Dictionary<string, string?> { ["name"] = "Ann", ["comment"] = "A fair point." }, ("Accept", "text/html"));
        foreach (var page in new[] { refused, await Service.GetAsync(taken.Location!), await Service.GetAsync("/docs/") })
        {
            Assert.Equal("text/html", page.ContentType);
            IsProtected(page);
            var policy = page.Header("Content-Security-Policy")!;
            Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script-src 'unsafe-inline'", policy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Docs_load_nothing_from_elsewhere()
    {
        var page = (await Service.GetAsync("/docs/")).Text;
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page);
        Assert.NotEqual((await Service.GetAsync("/docs/")).Header("Content-Security-Policy"), (await Service.GetAsync("/docs/")).Header("Content-Security-Policy"));
    }

    [Fact]
    public async Task Answer_after_an_unexpected_error_has_the_headers_and_tells_nothing()
    {
        await using var service = await TestService.StartAsync();
        using (var connection = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<CommentService.Storage.Database>(service.Services).Connect())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = """ALTER TABLE "Findings" RENAME TO "Gone"; ALTER TABLE "Changes" RENAME TO "GoneToo"; """;
            command.ExecuteNonQuery();
        }

        var answer = await service.GetAsync("/api/v1/events", ("Authorization", "Bearer " + TestService.AdminKey));
        answer.IsProblem(500, "unexpected");
        IsProtected(answer);
        Assert.DoesNotContain("Changes", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sqlite", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static void IsProtected(Answer answer)
    {
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Equal("strict-origin-when-cross-origin", answer.Header("Referrer-Policy"));
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Opener-Policy"));
        Assert.NotNull(answer.Header("Content-Security-Policy"));
        Assert.Null(answer.Header("Server"));
    }
}
