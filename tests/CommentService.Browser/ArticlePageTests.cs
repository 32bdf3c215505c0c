using CommentService.Browser.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommentService.Browser;

/// <summary>What a reader sees and does on the sample page, with script.</summary>
public sealed class ArticlePageTests(Chromium chromium, Site site) : BrowserTest(chromium, site), IClassFixture<Site>
{
    private const string Approved = "Your comment is published.";
    private const string Waits = "waits for a moderator";

    [Fact]
    public async Task Both_messages_stand_beside_their_fields_at_once()
    {
        var page = await OpenAsync("/");

        await page.GetByRole(AriaRole.Button, new() { Name = "Post Comment" }).ClickAsync();

        await Expect(page.Locator("#error-name")).ToHaveTextAsync("Please enter your name here");
        await Expect(page.Locator("#error-comment")).ToHaveTextAsync("Please enter your comment!");
        await Expect(page.Locator("[name=comment]")).ToHaveAttributeAsync("aria-describedby", "error-comment");
        await Expect(page.Locator("[name=comment]")).ToBeFocusedAsync();
        await Accessibility.IsFlawlessAsync(page);
    }

    [Fact]
    public async Task Message_of_the_service_stands_beside_its_field()
    {
        var page = await OpenAsync("/");
        await page.FillAsync("[name=email]", "no address");

        await PostAsync(page, "Ann", "A fair point about the river.");

        await Expect(page.Locator("#error-email")).ToHaveTextAsync("You have entered an incorrect email address!");
        await Expect(page.Locator("[name=comment]")).ToHaveValueAsync("A fair point about the river.");
    }

    [Fact]
    public async Task Posted_comment_is_published_on_the_page()
    {
        var page = await OpenAsync("/");

        await PostAsync(page, "Ben Reader", "The benches are always full.");

        await Expect(page.GetByText(Approved)).ToBeVisibleAsync();
        await Expect(page.Locator("comment-thread .body").GetByText("The benches are always full.")).ToBeVisibleAsync();
        await Expect(page.Locator("[name=comment]")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Comment_with_a_blocked_word_is_not_shown()
    {
        var page = await OpenAsync("/");

        await PostAsync(page, "Cleo", $"You {Site.BlockedWord} people.");

        await Expect(page.GetByText("Your comment was not published")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("comment-thread .comments")).ToHaveAttributeAsync("aria-busy", "false");
        await Expect(page.GetByText(Site.BlockedWord)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Held_comment_appears_on_the_open_page_when_it_is_approved()
    {
        var page = await OpenAsync("/");
        await PostAsync(page, "Dora Linker", Site.HeldText);
        await Expect(page.GetByText(Waits)).ToBeVisibleAsync();
        await Expect(page.Locator(".body").GetByText("http://a.example/1")).ToHaveCountAsync(0);

        var queue = await Site.ModerationAsync(HttpMethod.Get, "/comments?status=held&article=welcome");
        foreach (var id in queue.ItemIds)
        {
            await Site.DecideAsync(id, "approve");
        }

        await Expect(page.GetByText(Approved)).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Expect(page.Locator(".body").GetByText("http://a.example/1").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Reply_stands_under_the_comment_it_answers()
    {
        var parent = await Site.PostAsync("welcome", "Emil", "Who names the path?");
        var page = await OpenAsync("/");

        await page.GetByRole(AriaRole.Button, new() { Name = "Reply to Emil" }).ClickAsync();
        await Expect(page.Locator("[name=comment]")).ToBeFocusedAsync();
        await PostAsync(page, "Fay", "The heron does.");

        await Expect(page.Locator($"#comment-{parent} .replies").GetByText("The heron does.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Reply_is_cancelled_by_Escape_and_the_form_goes_back()
    {
        await Site.PostAsync("welcome", "Gil", "A thought to answer.");
        var page = await OpenAsync("/");
        var reply = page.GetByRole(AriaRole.Button, new() { Name = "Reply to Gil" });
        await reply.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Reply to Gil" })).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Escape");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Leave a reply" })).ToBeVisibleAsync();
        await Expect(reply).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Comments_stand_oldest_or_newest_first_with_answers_in_their_order_and_more_on_demand()
    {
        var page = await OpenStoryAsync("long-story");
        await Expect(page.GetByText("No comments yet.")).ToBeVisibleAsync();
        var parent = await Site.PostAsync("long-story", "First", "The first of many.");
        for (var i = 2; i <= 52; i++)
        {
            await Site.PostAsync("long-story", "Writer", $"Number {i}.", i is 51 or 52 ? parent : null);
        }

        await page.ReloadAsync();
        var top = page.Locator(".comments > li");
        await Expect(top).ToHaveCountAsync(50);
        await Expect(page.Locator(".replies > li")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show more comments" }).ClickAsync();
        await Expect(page.Locator($"#comment-{parent} .replies .body")).ToHaveTextAsync(["Number 51.", "Number 52."]);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show more comments" })).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Newest first" }).ClickAsync();
        await Expect(top.First.Locator("> article .body")).ToHaveTextAsync("Number 52.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show more comments" }).ClickAsync();
        await Expect(top.First.Locator("> article .body")).ToHaveTextAsync("Number 50.");
        await Expect(top.Last.Locator("> article .body")).ToHaveTextAsync("The first of many.");
        await Expect(page.Locator($"#comment-{parent} .replies .body")).ToHaveTextAsync(["Number 51.", "Number 52."]);
    }

    [Fact]
    public async Task Comment_that_was_rejected_is_given_back_to_be_put_differently()
    {
        var page = await OpenAsync("/");

        await PostAsync(page, "Theo", $"Such a {Site.BlockedWord} story.");

        await Expect(page.Locator(".status.done")).ToContainTextAsync("You are welcome to put it differently.");
        await Expect(page.Locator("[name=comment]")).ToHaveValueAsync($"Such a {Site.BlockedWord} story.");
    }

    [Fact]
    public async Task News_of_one_comment_hides_nothing_about_the_next()
    {
        var isAway = false;
        var page = await NewPageAsync("**/comments", request => isAway && request.Method == "POST");
        await page.GotoAsync(Site.Address.AbsoluteUri);
        await PostAsync(page, "Wim", $"{Site.HeldText} first");
        await Expect(page.GetByText(Waits)).ToBeVisibleAsync();
        var told = page.WaitForResponseAsync(response => response.Url.Contains("/submissions/", StringComparison.Ordinal));
        isAway = true;
        await PostAsync(page, "Wim", "The second.");
        await Expect(page.GetByText("The network failed.")).ToBeVisibleAsync();

        await (await told).FinishedAsync();
        await Expect(page.GetByText("The network failed.")).ToBeVisibleAsync();
        await Expect(page.GetByText(Waits)).ToBeVisibleAsync();

        isAway = false;
        await page.GetByRole(AriaRole.Button, new() { Name = "Post Comment" }).ClickAsync();
        await Expect(page.GetByText(Approved)).ToBeVisibleAsync();
        await Expect(page.GetByText(Waits)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Closed_article_shows_its_comments_and_no_form()
    {
        await Site.PostAsync("closed-story", "Uma", "In time.");
        var closed = await Site.ModerationAsync(HttpMethod.Patch, "/articles/closed-story", new { open = false });
        Assert.Equal(200, closed.Status);

        var page = await OpenStoryAsync("closed-story");

        await Expect(page.GetByText("Comments are closed.")).ToBeVisibleAsync();
        await Expect(page.GetByText("In time.")).ToBeVisibleAsync();
        await Expect(page.Locator("form")).ToBeHiddenAsync();
        await Accessibility.IsFlawlessAsync(page);
    }

    [Fact]
    public async Task Comments_that_cannot_be_loaded_are_said_and_tried_again()
    {
        await Site.PostAsync("welcome", "Vera", "Behind a bad network.");
        var isAway = true;
        var page = await NewPageAsync("**/api/v1/articles/**", _ => isAway);
        await page.GotoAsync(Site.Address.AbsoluteUri);
        await Expect(page.GetByText("The comments could not be loaded.")).ToBeVisibleAsync();
        // What the page came with is still there.
        await Expect(page.Locator(".body").GetByText("Behind a bad network.")).ToBeVisibleAsync();

        isAway = false;
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Expect(page.GetByText("The comments could not be loaded.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Draft_outlives_a_reload()
    {
        var page = await OpenAsync("/");
        await page.FillAsync("[name=name]", "Hana");
        await page.FillAsync("[name=comment]", "Half a thought");

        await page.ReloadAsync();

        await Expect(page.Locator("[name=name]")).ToHaveValueAsync("Hana");
        await Expect(page.Locator("[name=comment]")).ToHaveValueAsync("Half a thought");
    }

    [Fact]
    public async Task After_a_network_that_failed_behind_the_post_a_retry_posts_once()
    {
        var page = await NewPageAsync();
        var fails = true;
        await page.RouteAsync("**/api/v1/articles/welcome/comments", async route =>
        {
            if (route.Request.Method == "POST" && fails)
            {
                // The service takes it, and its answer is lost.
                await route.FetchAsync();
                await route.AbortAsync();
                return;
            }

            await route.ContinueAsync();
        });
        await page.GotoAsync(Site.Address.AbsoluteUri);
        await PostAsync(page, "Ivo", "Sent over a bad network.");
        await Expect(page.GetByText("The network failed.")).ToBeVisibleAsync();
        await Expect(page.Locator("[name=comment]")).ToHaveValueAsync("Sent over a bad network.");

        fails = false;
        await page.GetByRole(AriaRole.Button, new() { Name = "Post Comment" }).ClickAsync();

        await Expect(page.GetByText(Approved)).ToBeVisibleAsync();
        Assert.Single((await Site.GetAsync("/api/v1/articles/welcome/comments?limit=200")).Items, item => item.GetProperty("comment").GetString() == "Sent over a bad network.");
    }

    [Fact]
    public async Task Keyboard_alone_is_enough()
    {
        var page = await OpenAsync("/");
        await page.Locator("[name=comment]").FocusAsync();
        await page.Keyboard.TypeAsync("Typed without a mouse.");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Jo");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Post Comment" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText(Approved)).ToBeVisibleAsync();
    }

    [Theory]
    [MemberData(nameof(View.Looks), MemberType = typeof(View))]
    public async Task Axe_finds_nothing_on_the_page(int width, bool dark)
    {
        var parent = await Site.PostAsync("welcome", "Kim", "A comment with a reply.");
        await Site.PostAsync("welcome", "Lou", "The reply.", parent);
        var page = await OpenAsync("/", new View { Width = width, Dark = dark });
        await Expect(page.Locator(".replies").GetByText("The reply.").First).ToBeVisibleAsync();
        await Accessibility.IsFlawlessAsync(page);
        await Accessibility.FitsAsync(page);
    }

    [Fact]
    public async Task Texts_that_look_like_markup_are_shown_as_text_and_run_nothing()
    {
        foreach (var text in Xss.Texts)
        {
            var id = await Site.PostAsync("welcome", text.Length > 80 ? text[..80] : text, text, website: "https://a.example/?" + Uri.EscapeDataString(text), articleTitle: text);
            await Site.DecideAsync(id, "approve");
        }

        var page = await OpenAsync("/");
        var shown = page.Locator("comment-thread");
        foreach (var text in Xss.Texts)
        {
            await Expect(shown).ToContainTextAsync(text, new() { UseInnerText = false });
        }

        var bare = await OpenAsync("/", new View { Script = false });
        await Expect(bare.Locator("comment-thread")).ToContainTextAsync(Xss.Texts[0]);
    }

    [Fact]
    public async Task Script_and_style_of_the_whole_page_are_under_twenty_kilobytes()
    {
        var loaded = new System.Collections.Concurrent.ConcurrentQueue<IResponse>();
        var page = await NewPageAsync();
        page.Response += (_, response) =>
        {
            if (response.Request.ResourceType is "script" or "stylesheet")
            {
                loaded.Enqueue(response);
            }
        };
        await page.GotoAsync(Site.Address.AbsoluteUri, new() { WaitUntil = WaitUntilState.NetworkIdle });

        // Asked for here and not in the handler: what fails there, or comes after the test, ends the whole run.
        var bodies = await Task.WhenAll(loaded.Select(response => response.BodyAsync()));
        Assert.Equal(3, bodies.Length);
        Assert.InRange(bodies.Sum(body => body.Length), 1, 20_000);
    }

    [Fact]
    public async Task Nothing_of_the_page_may_come_from_elsewhere_or_stand_in_it_as_script()
    {
        var policies = new List<string>();
        foreach (var address in new[] { "/", "/moderate" })
        {
            var page = await NewPageAsync();
            var response = await page.GotoAsync(new Uri(Site.Address, address).AbsoluteUri);
            policies.Add((await response!.AllHeadersAsync())["content-security-policy"]);
        }

        Assert.All(policies, policy =>
        {
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; ", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        });
    }

    /// <summary>A page of the service's own origin that has nothing but the two lines.</summary>
    private async Task<IPage> OpenStoryAsync(string article)
    {
        var page = await NewPageAsync();
        var story = new Uri(Site.Address, "/stories/" + article).AbsoluteUri;
        await page.RouteAsync(story, route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"""<!doctype html><html lang="en"><title>A story</title><link rel="icon" href="data:,"><body><main><h1>A story</h1><script type="module" src="/embed.js"></script><comment-thread article="{article}"></comment-thread></main></body></html>""",
        }));
        await page.GotoAsync(story);
        return page;
    }

    private static async Task PostAsync(IPage page, string name, string comment)
    {
        await page.FillAsync("[name=name]", name);
        await page.FillAsync("[name=comment]", comment);
        await page.GetByRole(AriaRole.Button, new() { Name = "Post Comment" }).ClickAsync();
    }
}
