using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CommentService.Browser.Running;

/// <summary>What axe finds on a page; nothing is what is wanted.</summary>
internal static class Accessibility
{
    public static async Task IsFlawlessAsync(IPage page)
    {
        var result = await page.RunAxe();
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help} at {string.Join("; ", v.Nodes.Select(n => n.Html))}"));
        // A page that axe could not look into would pass too.
        Assert.NotEmpty(result.Passes);
    }

    /// <summary>Nothing is wider than the window.</summary>
    public static async Task FitsAsync(IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), "The page scrolls sideways.");
}
