using Microsoft.Playwright;

namespace CommentService.Browser.Running;

/// <summary>
/// A test that looks at pages as people do. Whatever page it opens, no dialog opens, no error is thrown and nothing that
/// the Content-Security-Policy forbids is tried, or the test fails at its end.
/// </summary>
public abstract class BrowserTest(Chromium chromium, Site site) : IAsyncLifetime
{
    private readonly List<IBrowserContext> contexts = [];
    private readonly Alarms alarms = new();

    protected Site Site { get; } = site;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens a page of the service, or of another origin where the address is absolute, in a context of its own.</summary>
    /// <param name="view">Size, colours and what else differs from a wide, light window.</param>
    protected async Task<IPage> OpenAsync(string address, View? view = null)
    {
        var page = await NewPageAsync(view);
        await page.GotoAsync(new Uri(Site.Address, address).AbsoluteUri);
        return page;
    }

    /// <summary>A window that shows nothing yet: routes can be set before the first page is opened in it.</summary>
    protected async Task<IPage> NewPageAsync(View? view = null)
    {
        var context = await chromium.Browser.NewContextAsync((view ?? View.Wide).Options);
        contexts.Add(context);
        var page = await context.NewPageAsync();
        // An element that a step needs is there soon, even on a busy machine, or it is a fault.
        page.SetDefaultTimeout(30_000);
        alarms.Watch(page);
        return page;
    }

    /// <summary>
    /// A window that shows nothing yet, and whose requests to an address fail while they are to. The route is there before
    /// the first page: one that is set on an open page may miss the request right after it.
    /// </summary>
    protected async Task<IPage> NewPageAsync(string address, Func<IRequest, bool> fails)
    {
        var page = await NewPageAsync();
        await page.RouteAsync(address, route => fails(route.Request) ? route.AbortAsync() : route.ContinueAsync());
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in contexts)
        {
            await context.DisposeAsync();
        }

        GC.SuppressFinalize(this);
        Assert.Empty(alarms.Raised);
    }
}
