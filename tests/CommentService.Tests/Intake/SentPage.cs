using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CommentService.Tests.Running;

namespace CommentService.Tests.Intake;

/// <summary>The form that a refused reader gets back, as a browser would see it.</summary>
internal sealed class SentPage
{
    private readonly IHtmlDocument document;

    private SentPage(IHtmlDocument document) => this.document = document;

    public string Action => document.QuerySelector("form")!.GetAttribute("action")!;

    public string Title => document.Title!;

    /// <summary>What stands above the form.</summary>
    public string Alert => document.QuerySelector("[role=alert]")!.TextContent;

    /// <summary>Messages that belong to no field of the form.</summary>
    public IReadOnlyList<string> LooseErrors => [.. document.QuerySelectorAll("p.error:not([id])").Select(error => error.TextContent)];

    /// <summary>Every field that would be sent again, with its value.</summary>
    public IReadOnlyDictionary<string, string> Fields => document.QuerySelectorAll("form input, form textarea").ToDictionary(
        input => input.GetAttribute("name")!,
        input => input is IHtmlTextAreaElement area ? area.TextContent : input.GetAttribute("value")!);

    /// <summary>Elements and attributes that no value of a reader may bring in.</summary>
    public IReadOnlyList<string> Foreign => [.. document.All
        .Where(element => element.LocalName is "script" or "img" or "svg" or "iframe" or "a" || element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)))
        .Select(element => element.OuterHtml)];

    /// <summary>Reads the page; fails the test unless the answer is one with that status.</summary>
    public static SentPage Of(Answer answer, int status)
    {
        Assert.True(answer.Status == status, answer.ToString());
        Assert.Equal("text/html", answer.ContentType);
        return new SentPage(new HtmlParser().ParseDocument(answer.Text));
    }

    /// <summary>The message beside a field, found as a screen reader finds it; null without one.</summary>
    public string? ErrorOf(string field)
    {
        var input = document.QuerySelector($"form [name='{field}']")!;
        var describedBy = input.GetAttribute("aria-describedby");
        Assert.Equal(describedBy is not null, input.GetAttribute("aria-invalid") == "true");
        return describedBy is null ? null : document.GetElementById(describedBy)!.TextContent;
    }
}
