using CommentService.Browser.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommentService.Browser;

/// <summary>The same without script, and a theme's form made for WordPress that was turned to the service.</summary>
public sealed class PlainFormTests(Chromium chromium, Site site) : BrowserTest(chromium, site), IClassFixture<Site>
{
    private static readonly View NoScript = new() { Script = false };

    [Fact]
    public async Task Without_script_a_post_is_answered_on_the_page_and_the_comment_is_there()
    {
        var page = await OpenAsync("/", NoScript);
        await page.FillAsync("[name=name]", "Mo");
        await page.FillAsync("[name=comment]", "Posted without any script.");

        await page.ClickAsync("text=Post Comment");

        Assert.Contains("submission=", page.Url, StringComparison.Ordinal);
        await page.ClickAsync("text=See what became of it.");
        // The receipt looks again by itself until it is decided.
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your comment is published");
        await page.ClickAsync("text=Back to the article");
        await Expect(page.GetByText("Posted without any script.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_script_a_reply_is_written_and_stands_under_what_it_answers()
    {
        var parent = await Site.PostAsync("welcome", "Pola", "Answer me without script.");
        var page = await OpenAsync("/", NoScript);
        await page.ClickAsync($"#comment-{parent} .reply");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Reply to Pola" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Cancel reply" })).ToBeVisibleAsync();
        await page.FillAsync("[name=name]", "Quin");
        await page.FillAsync("[name=comment]", "Answered without script.");

        await page.ClickAsync("text=Post Comment");

        await page.ClickAsync("text=See what became of it.");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your comment is published");
        await page.GotoAsync(Site.Address.AbsoluteUri);
        await Expect(page.Locator($"#comment-{parent} > .replies")).ToContainTextAsync("Answered without script.");
    }

    [Theory]
    [MemberData(nameof(View.Looks), MemberType = typeof(View))]
    public async Task Without_script_the_page_fits_and_has_its_threads(int width, bool dark)
    {
        var parent = await Site.PostAsync("welcome", "Rut", "A comment with a reply.");
        await Site.PostAsync("welcome", "Sol", "The reply.", parent);
        var page = await OpenAsync("/?reply=" + parent, new View { Script = false, Width = width, Dark = dark });
        await Accessibility.FitsAsync(page);
        await Expect(page.Locator($"#comment-{parent} > .replies")).ToContainTextAsync("The reply.");
    }

    [Theory]
    [MemberData(nameof(View.Looks), MemberType = typeof(View))]
    public async Task Without_script_a_refused_form_comes_back_filled_in_with_both_messages(int width, bool dark)
    {
        var page = await OpenAsync("/", new View { Script = false, Width = width, Dark = dark });
        await page.FillAsync("[name=website]", "https://mo.example/");

        await page.ClickAsync("text=Post Comment");

        await Expect(page.GetByText("Please enter your name here")).ToBeVisibleAsync();
        await Expect(page.GetByText("Please enter your comment!")).ToBeVisibleAsync();
        await Expect(page.Locator("[name=website]")).ToHaveValueAsync("https://mo.example/");
        await Accessibility.FitsAsync(page);
    }

    [Fact]
    public async Task Theme_form_made_for_WordPress_posts_replies_is_held_and_is_refused()
    {
        var parent = await Site.PostAsync("4711", "First", "The first comment.");
        var page = await NewPageAsync(NoScript);
        await ShowThemeAsync(page, parent: "0");
        await page.ClickAsync("[name=submit]");
        await Expect(page.GetByText("Please enter your comment!")).ToBeVisibleAsync();
        await Expect(page.GetByText("Please enter your name here")).ToBeVisibleAsync();
        await page.FillAsync("[name=author]", "Nia");
        await page.FillAsync("[name=comment]", "Filled in the second time.");
        await page.ClickAsync("button");
        await ReceiptAsync(page, "Your comment is published");

        await ShowThemeAsync(page, parent);
        await FillAndSendAsync(page, "A reply to the first.");
        await ReceiptAsync(page, "Your comment is published");

        await ShowThemeAsync(page, parent: "0");
        await FillAndSendAsync(page, Site.HeldText);
        await ReceiptAsync(page, "Your comment waits for a moderator");

        var shown = (await Site.GetAsync("/api/v1/articles/4711/comments")).Items.ToList();
        Assert.Equal(["The first comment.", "Filled in the second time.", "A reply to the first."], shown.Select(item => item.GetProperty("comment").GetString()));
        Assert.Equal(parent, shown[2].GetProperty("parentId").GetString());
    }

    private static Task ReceiptAsync(IPage page, string heading) => Expect(page.Locator("h1")).ToHaveTextAsync(heading, new() { Timeout = 15_000 });

    private static async Task FillAndSendAsync(IPage page, string comment)
    {
        await page.FillAsync("[name=author]", "Nia");
        await page.FillAsync("[name=email]", "nia@example.org");
        await page.FillAsync("[name=url]", "https://nia.example/");
        await page.FillAsync("[name=comment]", comment);
        await page.ClickAsync("[name=submit]");
    }

    /// <summary>The form as such a theme writes it, with its action turned to the service.</summary>
    private async Task ShowThemeAsync(IPage page, string parent)
    {
        // Behind the site's proxy the story and the service are one origin.
        var story = new Uri(Site.Address, "/a-story").AbsoluteUri;
        await page.UnrouteAllAsync();
        await page.RouteAsync(story, route => route.FulfillAsync(new() { ContentType = "text/html", Body = Theme(parent) }));
        await page.GotoAsync(story);
    }

    private string Theme(string parent) =>
        $"""
        <!doctype html><html lang="en"><title>A story</title><body><div id="respond" class="comment-respond"><h3 id="reply-title">LEAVE A REPLY</h3>
        <form action="{new Uri(Site.Address, "/wp-comments-post.php")}" method="post" id="commentform" class="comment-form" novalidate>
        <textarea placeholder="Comment:" id="comment" name="comment" cols="45" rows="8" aria-required="true"></textarea>
        <input id="author" name="author" placeholder="Name:*" type="text" size="30"><input id="email" name="email" placeholder="Email:*" type="text"><input id="url" name="url" placeholder="Website:" type="text">
        <input name="submit" type="submit" id="submit" value="Post Comment"><input type="hidden" name="comment_post_ID" value="4711"><input type="hidden" name="comment_parent" value="{parent}">
        </form></div></body></html>
        """;
}
