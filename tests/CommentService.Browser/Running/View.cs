using Microsoft.Playwright;

namespace CommentService.Browser.Running;

/// <summary>How a reader's window differs from others.</summary>
public sealed record View
{
    public static View Wide { get; } = new();

    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 900;

    public bool Dark { get; init; }

    public bool Script { get; init; } = true;

    /// <summary>The combinations that a page is looked at in: narrow and wide, light and dark.</summary>
    public static TheoryData<int, bool> Looks { get; } = new() { { 320, false }, { 320, true }, { 1280, false }, { 1280, true } };

    internal BrowserNewContextOptions Options => new()
    {
        ViewportSize = new ViewportSize { Width = Width, Height = Height },
        ColorScheme = Dark ? ColorScheme.Dark : ColorScheme.Light,
        JavaScriptEnabled = Script,
        Locale = "en-GB",
    };
}
