using CommentService.Browser.Running;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace CommentService.Browser.Running;

/// <summary>The system's Chromium, started once for all tests; each test opens contexts of its own, which share nothing.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public IBrowser Browser => browser ?? throw new InvalidOperationException("Chromium starts before the first test.");

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        // On a machine that is busy with other tests a verdict may take its time; what is never seen fails all the same.
        Assertions.SetDefaultExpectTimeout(30_000);
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? Array.Find(Places, File.Exists)
                ?? throw new InvalidOperationException($"No Chromium at {string.Join(", ", Places)}: tests/run installs it on Debian; else name it in the variable CHROMIUM."),
            // Chromium's sandbox does not work for root, which a container's only user often is. A page of another origin,
            // which a test plays, may load from this machine, as it may from any service on the internet.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessSendPreflights"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
