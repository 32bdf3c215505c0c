using CommentService.Browser.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommentService.Browser;

/// <summary>What a moderator sees and does at <c>/moderate</c>.</summary>
public sealed class ModeratePageTests(Chromium chromium, Site site) : BrowserTest(chromium, site), IClassFixture<Site>
{
    [Fact]
    public async Task Held_comment_is_approved_by_a_key_press_and_readers_see_it()
    {
        var id = await Site.PostAsync("approve-me", "Ann", Site.HeldText);
        var page = await OpenQueueAsync("approve-me");
        await Expect(page.Locator("mark").First).ToHaveTextAsync("http://a.example/1");
        await Expect(page.Locator(".findings")).ToContainTextAsync("links held it: Has 3 links");

        await page.Keyboard.PressAsync("a");

        await Expect(page.Locator("#message")).ToContainTextAsync("You approved the comment by Ann.");
        Assert.Equal([id], (await Site.GetAsync("/api/v1/articles/approve-me/comments")).ItemIds);
        await Expect(page.GetByText("There is no such comment.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Rejection_with_a_reason_is_undone()
    {
        var id = await Site.PostAsync("undo-me", "Bo", Site.HeldText);
        var page = await OpenQueueAsync("undo-me");
        await page.GetByLabel("Reason (optional)").FillAsync("off topic");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();
        await Expect(page.Locator("#message")).ToContainTextAsync("You rejected");

        await page.Keyboard.PressAsync("u");

        await Expect(page.Locator("#message")).ToContainTextAsync("Undone: the comment by Bo is held again.");
        var history = (await Site.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Json.GetProperty("history");
        Assert.Equal(["held", "rejected", "held"], history.EnumerateArray().Select(change => change.GetProperty("to").GetString()));
        Assert.Equal("off topic", history[1].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task What_is_undone_stands_in_its_place_again()
    {
        foreach (var name in new[] { "One", "Two", "Three" })
        {
            await Site.PostAsync("in-place", name, $"{Site.HeldText} by {name}");
        }

        var page = await OpenQueueAsync("in-place");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("r");
        await Expect(page.Locator("#message")).ToContainTextAsync("You rejected the comment by Two.");
        await Expect(page.Locator("#list > li[aria-current]")).ToContainTextAsync("Three");
        // The list was read anew meanwhile, so that the comment is not on it.
        await page.ReloadAsync();
        await Expect(page.Locator("#list > li")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("r");
        await Expect(page.Locator("#message")).ToContainTextAsync("You rejected the comment by One.");
        await page.Locator("#tabs").GetByText("Approved").ClickAsync();
        await Expect(page.Locator("#list > li")).ToHaveCountAsync(0);
        await page.Locator("#tabs").GetByText("Held").ClickAsync();
        await Expect(page.Locator("#list > li")).ToHaveCountAsync(1);

        await page.Keyboard.PressAsync("u");

        await Expect(page.Locator("#message")).ToContainTextAsync("Undone: the comment by One is held again.");
        await Expect(page.Locator("#list > li .by")).ToHaveTextAsync(["One", "Three"]);
    }

    [Fact]
    public async Task Key_that_is_held_down_decides_once()
    {
        foreach (var name in new[] { "Ursa", "Vito", "Wim" })
        {
            await Site.PostAsync("held-down", name, $"{Site.HeldText} by {name}");
        }

        var page = await OpenQueueAsync("held-down");
        await page.Keyboard.DownAsync("a");
        await Expect(page.Locator("#message")).ToContainTextAsync("You approved the comment by Ursa.");
        await page.Keyboard.DownAsync("a");
        await page.Keyboard.DownAsync("a");
        await page.Keyboard.UpAsync("a");
        await page.Keyboard.PressAsync("R");
        await Expect(page.Locator("#message")).ToContainTextAsync("You rejected the comment by Vito.");
        Assert.Single((await Site.ModerationAsync(HttpMethod.Get, "/comments?article=held-down")).Items);
    }

    [Fact]
    public async Task Undo_needs_no_keyboard()
    {
        var id = await Site.PostAsync("by-hand", "Ira", Site.HeldText);
        var page = await OpenQueueAsync("by-hand");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.Locator("#message")).ToContainTextAsync("Undone");
        Assert.Equal("held", (await Site.GetAsync($"/api/v1/submissions/{id}")).Member("status"));
    }

    [Fact]
    public async Task Filters_narrow_the_list_and_outlive_a_reload()
    {
        await Site.PostAsync("filters", "Jon", Site.HeldText);
        await Site.PostAsync("filters", "Kai", $"{Site.HeldText} once more");
        var page = await OpenQueueAsync("filters");
        await page.GetByLabel("Order").SelectOptionAsync("newest");
        await Expect(page.Locator("#list > li .by")).ToHaveTextAsync(["Kai", "Jon"]);
        await page.GetByLabel("Reported by").SelectOptionAsync("links");
        await Expect(page.Locator("#list > li")).ToHaveCountAsync(2);
        await page.GetByLabel("Reported by").SelectOptionAsync("honeypot");
        await Expect(page.GetByText("There is no such comment.")).ToBeVisibleAsync();

        await page.ReloadAsync();
        await Expect(page.GetByText("There is no such comment.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Reported by")).ToHaveValueAsync("honeypot");
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear the filters" }).ClickAsync();
        await Expect(page.GetByLabel("Article id")).ToHaveValueAsync("");
        await Expect(page.Locator("#list > li").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Rules_that_arrive_late_leave_what_is_being_typed()
    {
        await Site.PostAsync("typing", "Ivy", Site.HeldText);
        var page = await NewPageAsync();
        var isTyped = new TaskCompletionSource();
        await page.RouteAsync("**/moderation/rules?*", async route =>
        {
            await isTyped.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(new Uri(Site.Address, "/moderate").AbsoluteUri);
        await page.GetByLabel("API key").FillAsync(Site.AdminKey);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Article id").FillAsync("typing");
        isTyped.SetResult();
        await Expect(page.GetByLabel("Reported by").Locator("option[value=links]")).ToHaveCountAsync(1);

        await Expect(page.GetByLabel("Article id")).ToHaveValueAsync("typing");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#list > li .by")).ToHaveTextAsync(["Ivy"]);
    }

    [Fact]
    public async Task Author_is_banned_from_the_page_and_the_ban_is_lifted_there()
    {
        await Site.PostAsync("bans", "Lea Spammer", Site.HeldText);
        var page = await OpenQueueAsync("bans");
        await page.Keyboard.PressAsync("b");
        await page.GetByLabel("Whom").SelectOptionAsync("name");
        await page.GetByLabel("Why").FillAsync("Advertises");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ban", Exact = true }).ClickAsync();
        await Expect(page.Locator("#message")).ToContainTextAsync("comments by Lea Spammer are held");
        var caught = await Site.PostAsync("bans", "Lea Spammer", "As innocent as can be.");
        Assert.Equal("held", await Site.SettledAsync(caught));

        await page.GetByRole(AriaRole.Button, new() { Name = "Bans", Exact = true }).ClickAsync();
        await Expect(page.Locator("#bans-list")).ToContainTextAsync("Advertises");
        await Accessibility.IsFlawlessAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Lift the ban of Lea Spammer" }).ClickAsync();

        await Expect(page.GetByText("Nobody is banned.")).ToBeVisibleAsync();
        Assert.Empty((await Site.ModerationAsync(HttpMethod.Get, "/bans")).Items);
    }

    [Fact]
    public async Task Rule_on_trial_is_shown_as_one_that_decided_nothing()
    {
        var policy = await Site.ModerationAsync(HttpMethod.Get, "/policy");
        var document = System.Text.Json.Nodes.JsonNode.Parse(policy.Json.GetRawText())!;
        document["rules"]!["shape"] = new System.Text.Json.Nodes.JsonObject { ["mode"] = "shadow", ["maxRepeats"] = 5 };
        await Site.SavePolicyAsync(document);

        await Site.PostAsync("trial", "Mia", "Noooooooooo, not the benches.");
        var page = await OpenQueueAsync("trial", status: "approved");

        await Expect(page.Locator(".findings .shadow")).ToContainTextAsync("shape on trial, would hold it");
        await Accessibility.IsFlawlessAsync(page);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_moderators_never_undo_each_other_unknowingly(bool isLive)
    {
        var article = $"two-{isLive}";
        var id = await Site.PostAsync(article, "Cy", Site.HeldText);
        await Site.PostAsync(article, "Cyd", $"{Site.HeldText} next");
        var first = await OpenQueueAsync(article);
        var second = await NewPageAsync();
        if (!isLive)
        {
            await second.RouteAsync("**/moderation/stream", route => route.AbortAsync());
        }

        await second.GotoAsync(new Uri(Site.Address, "/moderate").AbsoluteUri);
        await SignInAsync(second, article, Site.AdminKey);
        await first.Keyboard.PressAsync("r");
        await Expect(first.Locator("#message")).ToContainTextAsync("You rejected");
        if (isLive)
        {
            await Expect(second.Locator(".verdict")).ToBeVisibleAsync();
        }

        // Meant for what was shown until a moment ago: neither that nor the next comment is decided by it.
        await second.Keyboard.PressAsync("a");

        await Expect(second.Locator("#message")).ToContainTextAsync("already made this rejected");
        await Expect(second.Locator(".verdict")).ToContainTextAsync("already made this rejected");
        Assert.Equal("rejected", (await Site.GetAsync($"/api/v1/submissions/{id}")).Member("status"));
        Assert.Single((await Site.ModerationAsync(HttpMethod.Get, $"/comments?article={article}")).Items);

        await second.Keyboard.PressAsync("a");
        await Expect(second.Locator("#message")).ToContainTextAsync("You approved the comment by Cy.");
    }

    [Fact]
    public async Task What_another_moderator_decides_meanwhile_shows_at_once_and_what_comes_in_too()
    {
        var id = await Site.PostAsync("meanwhile", "Di", Site.HeldText);
        var page = await NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(new Uri(Site.Address, "/moderate").AbsoluteUri);
        var stream = page.WaitForResponseAsync(response => response.Url.EndsWith("/moderation/stream", StringComparison.Ordinal));
        await SignInAsync(page, "meanwhile", Site.AdminKey);
        await stream;
        // Nothing that goes by the clock happens any more: what shows has come over the stream.
        await page.Clock.PauseAtAsync(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1));

        await Site.DecideAsync(id, "approve");
        await Expect(page.Locator(".verdict")).ToContainTextAsync("already made this approved");
        await Site.PostAsync("meanwhile", "Dora", $"{Site.HeldText} again");
        await Expect(page.Locator("#list > li:not(.settled) .by")).ToHaveTextAsync("Dora");
    }

    [Fact]
    public async Task What_happens_meanwhile_shows_also_where_the_stream_is_away()
    {
        var id = await Site.PostAsync("unstreamed", "Eli", Site.HeldText);
        var page = await NewPageAsync();
        await page.RouteAsync("**/moderation/stream", route => route.AbortAsync());
        await page.GotoAsync(new Uri(Site.Address, "/moderate").AbsoluteUri);
        await SignInAsync(page, "unstreamed", Site.AdminKey);
        await Site.DecideAsync(id, "approve");
        await Expect(page.Locator(".verdict")).ToContainTextAsync("made this approved", new() { Timeout = 25_000 });
    }

    [Fact]
    public async Task Evidence_is_marked_exactly_behind_characters_of_two_units()
    {
        await Site.PostAsync("marks", "Ed", "🙂🙂 e\u0301 http://a.example/1 🙂 http://b.example/2 http://c.example/3 end");
        var page = await OpenQueueAsync("marks");
        await Expect(page.Locator("mark")).ToHaveTextAsync(["http://a.example/1", "http://b.example/2", "http://c.example/3"]);
    }

    [Fact]
    public async Task Viewer_sees_and_cannot_decide()
    {
        var id = await Site.PostAsync("viewer", "Flo", Site.HeldText);
        var made = await Site.ModerationAsync(HttpMethod.Post, "/keys", new { name = $"viewer {Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}", role = "viewer" });
        var page = await OpenQueueAsync("viewer", made.Member("secret")!);
        await page.Keyboard.PressAsync("a");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToHaveCountAsync(0);
        Assert.Equal("held", (await Site.GetAsync($"/api/v1/submissions/{id}")).Member("status"));
    }

    [Fact]
    public async Task Wrong_key_is_said_to_be_wrong()
    {
        var page = await OpenAsync("/moderate");
        await page.GetByLabel("API key").FillAsync("not-a-key-of-this-service");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#key-error")).ToContainTextAsync("This key opens nothing");
    }

    [Fact]
    public async Task Service_that_is_away_is_said_and_tried_again()
    {
        await Site.PostAsync("away", "Gus", Site.HeldText);
        var isAway = false;
        var page = await NewPageAsync("**/api/v1/moderation/**", _ => isAway);
        await page.GotoAsync(new Uri(Site.Address, "/moderate").AbsoluteUri);
        await SignInAsync(page, "away", Site.AdminKey);
        isAway = true;
        await page.Keyboard.PressAsync("a");
        await Expect(page.Locator("#trouble")).ToContainTextAsync("The service cannot be reached.");
        isAway = false;
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.Locator("#trouble")).ToBeHiddenAsync();
        await Expect(page.GetByText("Gus")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task All_pages_and_the_search_are_reached()
    {
        for (var i = 0; i < 23; i++)
        {
            await Site.PostAsync("many", $"Writer {i}", $"{Site.HeldText} number {i}");
        }

        var page = await OpenQueueAsync("many");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();
        await Expect(page.Locator("#list > li")).ToHaveCountAsync(23);
        await page.Locator("body").PressAsync("/");
        await page.Keyboard.TypeAsync("number 17");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#list > li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Texts_that_look_like_markup_are_shown_as_text_and_run_nothing()
    {
        foreach (var text in Xss.Texts)
        {
            var id = await Site.PostAsync("xss", text.Length > 80 ? text[..80] : text, $"{text} {Site.HeldText}", website: "https://a.example/?" + Uri.EscapeDataString(text), articleTitle: text);
            var moved = await Site.ModerationAsync(HttpMethod.Post, $"/comments/{id}/approve", new { reason = text, note = text });
            Assert.Equal(200, moved.Status);
            await Site.DecideAsync(id, "hold", text);
        }

        var page = await OpenQueueAsync("xss");
        while (await page.Locator("#more").IsVisibleAsync())
        {
            var before = await page.Locator("#list > li").CountAsync();
            await page.Locator("#more").ClickAsync();
            await Expect(page.Locator("#list > li")).Not.ToHaveCountAsync(before);
        }

        await Expect(page.Locator("#list > li")).ToHaveCountAsync(Xss.Texts.Count);
        for (var i = 0; i < Xss.Texts.Count; i++)
        {
            var item = page.Locator("#list > li").Nth(i);
            await Expect(item.Locator(".text")).ToContainTextAsync(Xss.Texts[i]);
            await item.GetByRole(AriaRole.Button, new() { Name = "History and author" }).ClickAsync();
            await Expect(item.Locator(".more")).ToContainTextAsync(Xss.Texts[i]);
        }
    }

    [Theory]
    [MemberData(nameof(View.Looks), MemberType = typeof(View))]
    public async Task Axe_finds_nothing_on_any_state(int width, bool dark)
    {
        await Site.PostAsync("axe", "Hal", Site.HeldText, website: "https://hal.example/");
        var view = new View { Width = width, Dark = dark };
        var page = await OpenAsync("/moderate", view);
        await Expect(page.GetByLabel("API key")).ToBeVisibleAsync();
        await Accessibility.IsFlawlessAsync(page);
        await SignInAsync(page, "axe", Site.AdminKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "History and author" }).First.ClickAsync();
        await Expect(page.Locator(".more").First).ToBeVisibleAsync();
        await Accessibility.IsFlawlessAsync(page);
        await Accessibility.FitsAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keys", Exact = true }).ClickAsync();
        await Accessibility.IsFlawlessAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.GetByLabel("Article id").FillAsync("nobody");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#empty")).ToBeVisibleAsync();
        await Accessibility.IsFlawlessAsync(page);
    }

    private async Task<IPage> OpenQueueAsync(string article, string? key = null, string status = "held")
    {
        var page = await OpenAsync("/moderate?status=" + status);
        await SignInAsync(page, article, key ?? Site.AdminKey);
        return page;
    }

    private static async Task SignInAsync(IPage page, string article, string key)
    {
        await page.GetByLabel("API key").FillAsync(key);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#who")).ToContainTextAsync("(");
        await page.GetByLabel("Article id").FillAsync(article);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".where b").First).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(".+"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#list > li[aria-current]")).ToHaveCountAsync(1);
    }
}
