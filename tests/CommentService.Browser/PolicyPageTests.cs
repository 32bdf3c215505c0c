using System.Text.Json.Nodes;
using CommentService.Browser.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommentService.Browser;

/// <summary>What an editor sees and does at <c>/moderate/policy</c>.</summary>
public sealed class PolicyPageTests(Chromium chromium, Site site) : BrowserTest(chromium, site), IClassFixture<Site>
{
    [Fact]
    public async Task Policy_is_tried_on_a_text_before_it_counts()
    {
        var page = await OpenPolicyAsync();
        await ChangeAsync(page, policy => policy["rules"]!["links"]!["max"] = 0);
        await page.GetByLabel("Comment", new() { Exact = true }).FillAsync("One link: http://a.example/1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try" }).ClickAsync();

        await Expect(page.Locator("#tried")).ToContainTextAsync("It would be held.");
        await Expect(page.Locator("#tried mark")).ToHaveTextAsync("http://a.example/1");
        Assert.Equal("approved", await Site.SettledAsync(await Site.PostAsync("policy-try", "Ann", "One link: http://a.example/1")));
    }

    [Fact]
    public async Task Policy_is_tried_on_what_came_in()
    {
        var id = await Site.PostAsync("policy-past", "<img src=x onerror=alert(1)>", "One link of the past: http://past.example/1");
        var page = await OpenPolicyAsync();
        await ChangeAsync(page, policy => policy["rules"]!["links"]!["max"] = 0);
        await page.GetByRole(AriaRole.Button, new() { Name = "What would it have done?" }).ClickAsync();

        await Expect(page.Locator("#found table")).ToContainTextAsync("approved today");
        await Expect(page.Locator("#found ol")).ToContainTextAsync("One link of the past");
        await Expect(page.Locator("#found ol")).ToContainTextAsync("approved today, would be held");
        await Accessibility.IsFlawlessAsync(page);
        Assert.Equal("approved", await Site.SettledAsync(id));
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_path_and_nothing_is_saved()
    {
        var before = (await Site.ModerationAsync(HttpMethod.Get, "/policy/versions")).Items.Count;
        var page = await OpenPolicyAsync();
        await page.Locator("#document").FillAsync("""{ "rules": { "links": { "max": "many" } } }""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("#errors")).ToContainTextAsync("$.rules.links.max: must be a whole number");
        await Accessibility.IsFlawlessAsync(page);

        await page.Locator("#document").FillAsync("{ rules");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("#errors")).ToContainTextAsync("This is no JSON");
        Assert.Equal(before, (await Site.ModerationAsync(HttpMethod.Get, "/policy/versions")).Items.Count);
    }

    [Fact]
    public async Task Saved_policy_is_in_force_overwrites_nobodys_and_is_taken_back()
    {
        var page = await OpenPolicyAsync();
        var second = await OpenPolicyAsync();
        await ChangeAsync(page, policy => policy["rules"]!["links"]!["max"] = 0);
        await page.GetByLabel("Reason (optional)").FillAsync("A wave of advertising");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("#saved")).ToContainTextAsync("is in force from the next comment on");
        Assert.Equal("held", await Site.SettledAsync(await Site.PostAsync("policy-saved", "Ann", "Held now: http://a.example/1")));

        await second.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(second.Locator("#errors")).ToContainTextAsync("another editor has saved a policy meanwhile");

        await page.GetByRole(AriaRole.Button, new() { Name = "Restore version 1", Exact = true }).ClickAsync();
        await Expect(page.Locator("#saved")).ToContainTextAsync("Version 1 is in force again");
        Assert.Equal("approved", await Site.SettledAsync(await Site.PostAsync("policy-saved", "Ann", "Passes again: http://a.example/1")));
        var audit = (await Site.ModerationAsync(HttpMethod.Get, "/audit?limit=2")).Items.ToList();
        Assert.Equal(["policy.restored", "policy.saved"], audit.Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal("A wave of advertising", audit[1].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Without_a_key_it_says_where_to_get_in()
    {
        var page = await OpenAsync("/moderate/policy");
        await Expect(page.GetByText("Paste a key at the review queue first")).ToBeVisibleAsync();
        await Accessibility.IsFlawlessAsync(page);
    }

    [Theory]
    [MemberData(nameof(View.Looks), MemberType = typeof(View))]
    public async Task Axe_finds_nothing_on_the_page(int width, bool dark)
    {
        var page = await OpenPolicyAsync(new View { Width = width, Dark = dark });
        await page.GetByLabel("Comment", new() { Exact = true }).FillAsync(Site.HeldText);
        await page.GetByRole(AriaRole.Button, new() { Name = "Try" }).ClickAsync();
        await Expect(page.Locator("#tried mark").First).ToBeVisibleAsync();
        await Accessibility.IsFlawlessAsync(page);
        await Accessibility.FitsAsync(page);
    }

    private async Task<IPage> OpenPolicyAsync(View? view = null)
    {
        var page = await OpenAsync("/moderate", view);
        await page.GetByLabel("API key").FillAsync(Site.AdminKey);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Policy" }).ClickAsync();
        await Expect(page.Locator("#in-force")).ToContainTextAsync("is in force");
        await Expect(page.Locator("#versions li").First).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Changes what stands in the editor.</summary>
    private static async Task ChangeAsync(IPage page, Action<JsonNode> change)
    {
        var policy = JsonNode.Parse(await page.Locator("#document").InputValueAsync())!;
        change(policy);
        await page.Locator("#document").FillAsync(policy.ToJsonString());
    }
}
