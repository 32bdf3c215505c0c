using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CommentService.Browser.Running;

/// <summary>Keeps what must never happen on a page: a dialog, an error that nobody caught, a breach of the Content-Security-Policy.</summary>
internal sealed class Alarms
{
    private readonly ConcurrentQueue<string> raised = new();

    public IReadOnlyCollection<string> Raised => raised;

    public void Watch(IPage page)
    {
        page.Dialog += (_, dialog) =>
        {
            raised.Enqueue($"Dialog: {dialog.Message}");
            // Not waited for: the page may close meanwhile, and what an event's handler throws ends the whole run.
            _ = dialog.DismissAsync();
        };
        page.PageError += (_, error) => raised.Enqueue($"Error: {error}");
        page.Console += (_, message) =>
        {
            // A refused or aborted request is written there too, and is what many a test is about.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && !message.Text.StartsWith("Access to fetch at", StringComparison.Ordinal))
            {
                raised.Enqueue($"Console: {message.Text}");
            }
        };
        page.Popup += (_, opened) => raised.Enqueue($"A window opened: {opened.Url}");
    }
}
