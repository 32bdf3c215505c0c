using CommentService.Browser.Running;

namespace CommentService.Browser;

public sealed class ReceiptPageTests(Chromium chromium, Site site) : BrowserTest(chromium, site), IClassFixture<Site>
{
    [Theory]
    [MemberData(nameof(View.Looks), MemberType = typeof(View))]
    public async Task Axe_finds_nothing_on_a_receipt(int width, bool dark)
    {
        var id = await Site.PostAsync("receipts", "Ann", Site.HeldText);

        var page = await OpenAsync($"/submissions/{id}", new View { Width = width, Dark = dark });

        Assert.Contains("waits for a moderator", await page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
        await Accessibility.IsFlawlessAsync(page);
        await Accessibility.FitsAsync(page);
    }
}
