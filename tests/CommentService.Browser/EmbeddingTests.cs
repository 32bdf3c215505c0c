using CommentService.Browser.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommentService.Browser;

/// <summary>A service that lets another site's pages post.</summary>
public sealed class OpenToOneOrigin : Site
{
    public const string Origin = "http://news.example.test";

    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["Comments:AllowedOrigins:0"] = Origin };
}

/// <summary>The two lines that put comments on any site's page.</summary>
public sealed class EmbeddingTests(Chromium chromium, OpenToOneOrigin site) : BrowserTest(chromium, site), IClassFixture<OpenToOneOrigin>
{
    [Fact]
    public async Task Page_of_an_allowed_origin_posts_and_shows()
    {
        var page = await OpenStoryAsync(OpenToOneOrigin.Origin);
        await page.FillAsync("[name=name]", "Ola");
        await page.FillAsync("[name=comment]", "From another site.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Post Comment" }).ClickAsync();
        await Expect(page.GetByText("Your comment is published.")).ToBeVisibleAsync();
        await Expect(page.Locator(".body").GetByText("From another site.")).ToBeVisibleAsync();
        var article = await Site.GetAsync("/api/v1/articles/story-1");
        Assert.Equal(("A story", OpenToOneOrigin.Origin + "/story"), (article.Member("title"), article.Member("url")));
        await Accessibility.IsFlawlessAsync(page);
    }

    [Fact]
    public async Task Page_of_another_origin_shows_and_says_that_it_cannot_post()
    {
        await Site.PostAsync("story-2", "Pia", "Readable everywhere.");
        var page = await OpenStoryAsync("http://copycat.example.test");
        await Expect(page.Locator(".body").GetByText("Readable everywhere.")).ToBeVisibleAsync();
        await page.FillAsync("[name=name]", "Ola");
        await page.FillAsync("[name=comment]", "From a page nobody allowed.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Post Comment" }).ClickAsync();
        await Expect(page.Locator(".status")).ToContainTextAsync("is kept here");
        Assert.Single((await Site.GetAsync("/api/v1/articles/story-2/comments")).Items);
    }

    private async Task<IPage> OpenStoryAsync(string origin)
    {
        var article = origin == OpenToOneOrigin.Origin ? "story-1" : "story-2";
        var page = await NewPageAsync();
        await page.RouteAsync(origin + "/**", route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"""
                <!doctype html><html lang="en"><title>A story</title><link rel="icon" href="data:,"><body><main><h1>A story</h1>
                <script type="module" src="{Site.Address}embed.js"></script>
                <comment-thread article="{article}"></comment-thread></main></body></html>
                """,
        }));
        await page.GotoAsync(origin + "/story");
        return page;
    }
}
