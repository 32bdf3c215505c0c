using CommentService.Tests.Running;

namespace CommentService.Tests.Articles;

public sealed class ReadingTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    [Fact]
    public async Task Comment_has_the_members_that_the_contract_names()
    {
        var id = await service.PostSettledAsync(article, "Ann", "One.\n\nTwo https://example.org/?a=1&b=2", new { website = "https://ann.example", email = "ann@secret.example", language = "en" });

        var item = Assert.Single((await service.CommentsAsync(article)).Items);

        Assert.Equal(
            ["id", "articleId", "parentId", "name", "website", "comment", "html", "submittedAt", "replyCount", "edited"],
            item.EnumerateObject().Select(member => member.Name));
        Assert.Equal(id, item.GetProperty("id").GetString());
        Assert.Equal(article, item.GetProperty("articleId").GetString());
        Assert.Null(item.GetProperty("parentId").GetString());
        Assert.Equal("One.\n\nTwo https://example.org/?a=1&b=2", item.GetProperty("comment").GetString());
        Assert.Equal(
            "<p>One.</p><p>Two <a href=\"https://example.org/?a=1&amp;b=2\" rel=\"nofollow ugc noopener\">https://example.org/?a=1&amp;b=2</a></p>",
            item.GetProperty("html").GetString());
        Assert.EndsWith("Z", item.GetProperty("submittedAt").GetString(), StringComparison.Ordinal);
        Assert.False(item.GetProperty("edited").GetBoolean());
    }

    [Fact]
    public async Task Article_nobody_commented_on_is_open_and_empty()
    {
        var list = await service.CommentsAsync(article);
        var summary = await service.GetAsync($"/api/v1/articles/{article}");

        Assert.Equal((200, """{"items":[],"next":null}"""), (list.Status, list.Text));
        Assert.Equal($$"""{"id":"{{article}}","title":null,"url":null,"open":true,"comments":0}""", summary.Text);
    }

    [Fact]
    public async Task Only_approved_comments_are_read()
    {
        var approved = await service.PostSettledAsync(article, "Ann", "On the page.");
        var held = await service.PostSettledAsync(article, "Ann", SharedService.HeldText);
        var rejected = await service.PostSettledAsync(article, "Ann", SharedService.HeldText + " once more");
        var removed = await service.PostSettledAsync(article, "Ann", "Soon removed.", new { parentId = approved });
        await service.DecideAsync(rejected, "reject");
        await service.DecideAsync(removed, "remove");

        foreach (var query in new[] { "", "?sort=newest", "?limit=200", "?limit=1" })
        {
            var list = await service.CommentsAsync(article, query);
            Assert.Equal([approved], list.ItemIds);
            Assert.Null(list.Next);
            Assert.Equal(0, list.Items[0].GetProperty("replyCount").GetInt32());
        }

        Assert.Equal(1, (await service.GetAsync($"/api/v1/articles/{article}")).Json.GetProperty("comments").GetInt32());
        await service.DecideAsync(held, "approve");
        Assert.Equal([approved, held], (await service.CommentsAsync(article)).ItemIds);
    }

    [Fact]
    public async Task Email_address_is_in_no_public_answer()
    {
        const string Secret = "ann@secret.example";
        var sent = await service.PostAsync(article, "Ann", "My address is mine.", new { email = Secret });
        await service.SettledAsync(sent.Id);
        var form = await service.PostFormAsync(TestService.PathOf(article), new Dictionary<string, string?> { ["name"] = "Ann", ["comment"] = "By form.", ["email"] = Secret });

        foreach (var path in new[]
        {
            TestService.PathOf(article), $"/api/v1/articles/{article}", $"/api/v1/counts?article={article}",
            $"/api/v1/submissions/{sent.Id}", $"/submissions/{sent.Id}", form.Location!, "/metrics", "/health/ready",
        })
        {
            var answer = await service.GetAsync(path);
            Assert.Equal(200, answer.Status);
            Assert.DoesNotContain("secret", answer.Text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("secret", sent.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=1.5", "limit")]
    [InlineData("?limit=many", "limit")]
    [InlineData("?limit=", "limit")]
    [InlineData("?limit=%D9%A1", "limit")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?sort=best", "sort")]
    [InlineData("?sort=", "sort")]
    [InlineData("?cursor=", "cursor")]
    [InlineData("?cursor=nonsense", "cursor")]
    [InlineData("?cursor=%00%FF", "cursor")]
    public async Task Wrong_parameter_is_400_by_its_name(string query, string parameter) => (await service.CommentsAsync(article, query)).Refuses(parameter);

    [Theory]
    [InlineData("201")]
    [InlineData("99999999999999999999")]
    public async Task Limit_over_200_is_200(string limit) => Assert.Equal(200, (await service.CommentsAsync(article, $"?limit={limit}")).Status);

    [Theory]
    [InlineData("")]
    [InlineData("/comments")]
    public async Task Article_id_of_other_characters_is_400(string rest) => (await service.GetAsync($"/api/v1/articles/a%20b{rest}")).Refuses("articleId");

    [Fact]
    public async Task Any_page_may_read()
    {
        foreach (var path in new[] { TestService.PathOf(article), $"/api/v1/articles/{article}", $"/api/v1/counts?article={article}" })
        {
            var answer = await service.GetAsync(path, ("Origin", "https://any.example"));
            Assert.Equal((200, "*"), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
            Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
        }

        Assert.Contains("ETag", (await service.CommentsAsync(article, "", ("Origin", "https://any.example"))).Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_methods_are_405_with_those_that_are_allowed()
    {
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
        {
            var answer = (await service.SendAsync(method, TestService.PathOf(article))).IsProblem(405);
            Assert.Contains("GET", answer.Header("Allow"), StringComparison.Ordinal);
        }

        Assert.Contains((await service.SendAsync(HttpMethod.Head, TestService.PathOf(article))).Status, new[] { 200, 405 });
    }
}
