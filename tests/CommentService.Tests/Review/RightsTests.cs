using System.Net.Http.Json;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Review;

public sealed class RightsTests(SharedService shared) : IClassFixture<SharedService>
{
    /// <summary>Each address that needs a key, with the least role that may use it.</summary>
    private static readonly (string Method, string Path, KeyRole Least)[] Endpoints =
    [
        ("GET", "/api/v1/events", KeyRole.Subscriber),
        ("GET", "/api/v1/moderation/me", KeyRole.Subscriber),
        ("GET", "/api/v1/moderation/comments", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/comments/{id}", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/comments/{id}/replay", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/policy", KeyRole.Viewer),
        ("POST", "/api/v1/moderation/policy/backtest", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/policy/backtests/{id}", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/policy/schema", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/policy/versions", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/policy/versions/{version}", KeyRole.Viewer),
        ("POST", "/api/v1/moderation/policy/test", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/learning", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/stats", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/stream", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/bans", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/rules", KeyRole.Viewer),
        ("GET", "/api/v1/moderation/articles/{articleId}", KeyRole.Viewer),
        ("POST", "/api/v1/moderation/comments/{id}/approve", KeyRole.Moderator),
        ("POST", "/api/v1/moderation/comments/{id}/reject", KeyRole.Moderator),
        ("POST", "/api/v1/moderation/comments/{id}/hold", KeyRole.Moderator),
        ("POST", "/api/v1/moderation/comments/{id}/remove", KeyRole.Moderator),
        ("POST", "/api/v1/moderation/decisions", KeyRole.Moderator),
        ("PUT", "/api/v1/moderation/policy", KeyRole.Admin),
        ("POST", "/api/v1/moderation/policy/versions/{version}/restore", KeyRole.Admin),
        ("POST", "/api/v1/moderation/policy/backtests/{id}/apply", KeyRole.Admin),
        ("POST", "/api/v1/moderation/policy/backtests/{id}/undo", KeyRole.Admin),
        ("PATCH", "/api/v1/moderation/articles/{articleId}", KeyRole.Admin),
        ("POST", "/api/v1/moderation/bans", KeyRole.Admin),
        ("DELETE", "/api/v1/moderation/bans/{id}", KeyRole.Admin),
        ("GET", "/api/v1/moderation/keys", KeyRole.Admin),
        ("POST", "/api/v1/moderation/keys", KeyRole.Admin),
        ("DELETE", "/api/v1/moderation/keys/{id}", KeyRole.Admin),
        ("GET", "/api/v1/moderation/dead-letters", KeyRole.Admin),
        ("POST", "/api/v1/moderation/dead-letters/{id}/retry", KeyRole.Admin),
        ("POST", "/api/v1/moderation/dead-letters/{id}/discard", KeyRole.Admin),
        ("GET", "/api/v1/moderation/learning/weights", KeyRole.Admin),
        ("DELETE", "/api/v1/moderation/learning", KeyRole.Admin),
        ("GET", "/api/v1/moderation/audit", KeyRole.Admin),
        ("GET", "/api/v1/webhooks", KeyRole.Admin),
        ("POST", "/api/v1/webhooks", KeyRole.Admin),
        ("GET", "/api/v1/webhooks/{id}", KeyRole.Admin),
        ("PATCH", "/api/v1/webhooks/{id}", KeyRole.Admin),
        ("DELETE", "/api/v1/webhooks/{id}", KeyRole.Admin),
        ("POST", "/api/v1/webhooks/{id}/rotate-secret", KeyRole.Admin),
        ("POST", "/api/v1/webhooks/{id}/test", KeyRole.Admin),
        ("POST", "/api/v1/webhooks/{id}/replay", KeyRole.Admin),
        ("GET", "/api/v1/webhooks/{id}/deliveries", KeyRole.Admin),
    ];

    private TestService Service => shared.Service;

    [Fact]
    public void Every_address_that_needs_a_key_is_listed_here()
    {
        var mapped = Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => NeedsKey(endpoint) || endpoint.RoutePattern.RawText!.StartsWith("/api/v1/moderation", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"));
        Assert.Equal(Endpoints.Select(endpoint => $"{endpoint.Method} {endpoint.Path}").Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_describes_each_address_with_its_key_and_an_example_of_what_it_reads()
    {
        var document = (await Service.GetAsync("/openapi/v1.json")).Json;
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("scheme").GetString());
        foreach (var (method, path, _) in Endpoints)
        {
            var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method.ToLowerInvariant());
            Assert.NotEmpty(operation.GetProperty("security").EnumerateArray());
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), path);
            Assert.True(operation.GetProperty("responses").TryGetProperty("401", out _) && operation.GetProperty("responses").TryGetProperty("403", out _), path);
            Assert.True(
                !operation.TryGetProperty("requestBody", out var body) || body.GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _), $"{method} {path}");
        }
    }

    [Fact]
    public async Task Document_asks_of_nobody_who_reads_for_a_body_or_a_filter()
    {
        var paths = (await Service.GetAsync("/openapi/v1.json")).Json.GetProperty("paths");
        var reads = paths.EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _)).Select(path => (path.Name, Get: path.Value.GetProperty("get"))).ToList();
        Assert.Contains(reads, read => read.Get.TryGetProperty("parameters", out var parameters) && parameters.EnumerateArray().Any(p => p.GetProperty("schema").GetProperty("type").ValueEquals("array")));
        Assert.All(reads, read =>
        {
            Assert.False(read.Get.TryGetProperty("requestBody", out _), read.Name);
            Assert.True(
                !read.Get.TryGetProperty("parameters", out var parameters)
                || parameters.EnumerateArray().All(p => p.GetProperty("in").ValueEquals("path") || !p.TryGetProperty("required", out var required) || !required.GetBoolean()), read.Name);
        });
    }

    [Fact]
    public async Task Role_has_the_rights_of_those_before_it_and_no_more()
    {
        foreach (var role in Enum.GetValues<KeyRole>())
        {
            var key = await Keys.AddAsync(Service, role);
            foreach (var (method, path, least) in Endpoints)
            {
                var answer = await AskAsync(method, path, key);
                Assert.True(answer.Status == 403 == role < least, $"{role} {method} {path}: {answer}");
                Assert.NotEqual(401, answer.Status);
                if (role < least)
                {
                    answer.IsProblem(403, "forbidden");
                }
            }
        }
    }

    [Fact]
    public async Task Without_a_key_that_is_in_force_nothing_is_told()
    {
        var revoked = await Keys.AddAsync(Service, KeyRole.Admin, isRevoked: true);
        foreach (var (method, path, _) in Endpoints)
        {
            (await AskAsync(method, path)).IsProblem(401, "unauthenticated");
            (await AskAsync(method, path, ("Authorization", "Bearer wrong"))).IsProblem(401, "unauthenticated");
            (await AskAsync(method, path, revoked)).IsProblem(401, "unauthenticated");
        }
    }

    [Theory]
    [InlineData("Basic " + TestService.AdminKey, 401)]
    [InlineData(TestService.AdminKey, 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Bearer " + TestService.AdminKey + "x", 401)]
    [InlineData("bearer " + TestService.AdminKey, 200)]
    [InlineData("Bearer   " + TestService.AdminKey, 200)]
    public async Task Key_is_sent_as_a_bearer_token(string header, int status)
    {
        var answer = await Service.GetAsync("/api/v1/moderation/rules", ("Authorization", header));
        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 401 ? "Bearer" : null, answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task What_moderators_see_stays_in_no_cache()
    {
        var answer = await Service.ModerationAsync(HttpMethod.Get, "/comments");
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    private static bool NeedsKey(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null;

    private Task<Answer> AskAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        // A stream without an end is no answer: one that begins past the log's head is refused.
        var address = (path.EndsWith("/stream", StringComparison.Ordinal) ? path + "?after=999999999" : path).Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal)
            .Replace("{articleId}", "rights", StringComparison.Ordinal).Replace("{version}", "0", StringComparison.Ordinal);
        return Service.SendAsync(new HttpMethod(method), address, method == "GET" ? null : JsonContent.Create(new { }), headers);
    }
}
