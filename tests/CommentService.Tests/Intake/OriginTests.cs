using CommentService.Tests.Running;

namespace CommentService.Tests.Intake;

/// <summary>Which pages may post, be redirected to and be believed.</summary>
public sealed class OriginTests(OriginTests.ServiceOfTwoSites shared) : IClassFixture<OriginTests.ServiceOfTwoSites>
{
    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    [Theory]
    [InlineData("https://news.example")]
    [InlineData("https://NEWS.example:443")]
    [InlineData("http://localhost:3000")]
    public async Task Allowed_page_may_post(string origin)
    {
        var answer = await PostFromAsync(origin);

        Assert.Equal(202, answer.Status);
        Assert.Equal(origin.Contains("NEWS", StringComparison.Ordinal) ? null : origin, answer.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Own_page_and_no_page_may_post()
    {
        Assert.Equal(202, (await PostFromAsync(service.Address.GetLeftPart(UriPartial.Authority))).Status);
        Assert.Equal(202, (await service.PostAsync(article, "Ann", "From no page.")).Status);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://news.example")]
    [InlineData("https://news.example:8443")]
    [InlineData("https://news.example.evil.example")]
    [InlineData("https://evil.example/https://news.example")]
    [InlineData("https://news.example@evil.example")]
    [InlineData("https://news.example, https://evil.example")]
    [InlineData("http://localhost:3001")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    [InlineData("*")]
    [InlineData("file://")]
    public async Task Foreign_page_is_403_and_the_setting_is_named(string origin)
    {
        var refused = (await PostFromAsync(origin)).IsProblem(403, "origin-not-allowed");

        Assert.Contains("Comments:AllowedOrigins", refused.Member("detail"), StringComparison.Ordinal);
        Assert.Null(refused.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Browser_is_told_which_pages_may_post()
    {
        (string, string)[] asked = [("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type,idempotency-key")];
        var allowed = await service.SendAsync(HttpMethod.Options, TestService.PathOf(article), null, [("Origin", "https://news.example"), .. asked]);
        var foreign = await service.SendAsync(HttpMethod.Options, TestService.PathOf(article), null, [("Origin", "https://evil.example"), .. asked]);

        Assert.Equal("https://news.example", allowed.Header("Access-Control-Allow-Origin"));
        Assert.Contains("idempotency-key", allowed.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Null(foreign.Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://news.example/2026/story", "https://news.example/2026/story?submission=")]
    [InlineData("https://news.example/story?page=2#comments", "https://news.example/story?page=2&submission=")]
    [InlineData("http://localhost:3000", "http://localhost:3000/?submission=")]
    public async Task Reader_returns_to_an_allowed_page(string articleUrl, string start)
    {
        var to = await RedirectOfAsync(articleUrl);

        Assert.StartsWith(start, to, StringComparison.Ordinal);
        Assert.Equal("approved", await service.SettledAsync(to[start.Length..(start.Length + 36)]));
        Assert.Equal(articleUrl.Contains('#', StringComparison.Ordinal), to.EndsWith("#comments", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("https:///evil.example")]
    [InlineData("https://news.example@evil.example/")]
    [InlineData("https://news.example:x@evil.example/")]
    [InlineData("https://news.example\\@evil.example/")]
    [InlineData("https://news.example.evil.example/")]
    [InlineData("https://evil.example#https://news.example")]
    [InlineData("https://evil.example?https://news.example")]
    [InlineData("http://news.example/")]
    [InlineData("https://news.example:444/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://news。example.evil.example/")]
    [InlineData("https://news.example\r\nSet-Cookie: a=b")]
    [InlineData("https://news.example%2eevil.example/")]
    [InlineData("https://news.example%00.evil.example/")]
    public async Task Reader_is_never_sent_to_a_foreign_page(string articleUrl)
    {
        var answer = await service.PostFormAsync(TestService.PathOf(article), FormWith(articleUrl));

        if (answer.Status == 303)
        {
            Assert.StartsWith("/submissions/", answer.Location, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(400, answer.Status);
            Assert.Null(answer.Location);
        }
    }

    [Fact]
    public async Task Title_and_address_are_believed_from_an_allowed_page_only()
    {
        var pretended = new { articleTitle = "Pretended", articleUrl = "https://news.example/pretended" };
        await service.PostSettledAsync(article, "Ann", "From no page.", pretended);
        await service.PostSettledAsync(article, "Ann", "From the service's own page.", null, ("Origin", service.Address.GetLeftPart(UriPartial.Authority)));
        var before = (await service.GetAsync($"/api/v1/articles/{article}")).Json;
        await service.PostSettledAsync(article, "Ann", "From the article's page.", new { articleTitle = "The vote", articleUrl = "https://news.example/vote" }, ("Origin", "https://news.example"));
        var after = (await service.GetAsync($"/api/v1/articles/{article}")).Json;

        Assert.Null(before.GetProperty("title").GetString());
        Assert.Null(before.GetProperty("url").GetString());
        Assert.Equal("The vote", after.GetProperty("title").GetString());
        Assert.Equal("https://news.example/vote", after.GetProperty("url").GetString());
    }

    [Fact]
    public async Task What_a_moderator_set_wins()
    {
        await service.ModerationAsync(HttpMethod.Patch, $"/articles/{article}", new { title = "The moderator's", url = "https://news.example/set" });
        await service.PostSettledAsync(article, "Ann", "From the page.", new { articleTitle = "The page's", articleUrl = "https://news.example/page" }, ("Origin", "https://news.example"));

        var summary = (await service.GetAsync($"/api/v1/articles/{article}")).Json;

        Assert.Equal("The moderator's", summary.GetProperty("title").GetString());
        Assert.Equal("https://news.example/set", summary.GetProperty("url").GetString());
    }

    [Fact]
    public async Task Addresses_of_articles_are_http_or_https()
    {
        (await service.PostAsync(article, "Ann", "x", new { articleUrl = "javascript:alert(1)" }, ("Origin", "https://news.example"))).Refuses("articleUrl");
        (await service.ModerationAsync(HttpMethod.Patch, $"/articles/{article}", new { url = "javascript:alert(1)" })).Refuses("url");
    }

    private Task<Answer> PostFromAsync(string origin) => service.PostAsync(article, "Ann", $"Sent from {origin.Replace("://", " ", StringComparison.Ordinal)}", null, ("Origin", origin));

    private async Task<string> RedirectOfAsync(string articleUrl)
    {
        var answer = await service.PostFormAsync(TestService.PathOf(article), FormWith(articleUrl));
        Assert.Equal(303, answer.Status);
        return answer.Location!;
    }

    private static Dictionary<string, string?> FormWith(string articleUrl) => new() { ["name"] = "Ann", ["comment"] = "Where does this lead?", ["articleUrl"] = articleUrl };

    public sealed class ServiceOfTwoSites : SharedService
    {
        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Comments:AllowedOrigins"] = "https://news.example, http://localhost:3000/" };
    }
}
