using System.Net;
using System.Text.RegularExpressions;
using CommentService.Moderation.Text;
using CsCheck;

namespace CommentService.Moderation.Tests.Text;

public sealed partial class CommentHtmlTests
{
    private const string Rel = "rel=\"nofollow ugc noopener\"";

    [Theory]
    [InlineData("", "")]
    [InlineData("one\ntwo\n\n \n\nthree", "<p>one<br>two</p><p>three</p>")]
    [InlineData("<b>\"it's\" & so</b>", "<p>&lt;b&gt;&quot;it&#39;s&quot; &amp; so&lt;/b&gt;</p>")]
    [InlineData("(see http://example.org/?a=1&b=2).", $"<p>(see <a href=\"http://example.org/?a=1&amp;b=2\" {Rel}>http://example.org/?a=1&amp;b=2</a>).</p>")]
    [InlineData("www.example.org", $"<p><a href=\"https://www.example.org\" {Rel}>www.example.org</a></p>")]
    [InlineData("http://a.example/'onclick='x", $"<p><a href=\"http://a.example/&#39;onclick=&#39;x\" {Rel}>http://a.example/&#39;onclick=&#39;x</a></p>")]
    [InlineData("javascript:alert(1) example.com hxxp://x.example", "<p>javascript:alert(1) example.com hxxp://x.example</p>")]
    public void Text_becomes_paragraphs_breaks_and_links(string text, string html) => Assert.Equal(html, CommentHtml.Render(text));

    [Fact]
    public void Only_paragraphs_breaks_and_web_links_come_out() => Texts.Tricky.Sample(text =>
    {
        foreach (Match tag in Tags().Matches(CommentHtml.Render(text)))
        {
            Assert.Matches("^(<p>|</p>|<br>|</a>|<a href=\"https?://[^\"<>]+\" " + Rel + ">)$", tag.Value.ToLowerInvariant());
        }
    });

    [Fact]
    public void Reading_the_html_gives_back_the_text() => Texts.Tricky.Sample(text =>
    {
        var read = WebUtility.HtmlDecode(Tags().Replace(CommentHtml.Render(text).Replace("<br>", "\n").Replace("</p><p>", "\n"), ""));
        Assert.Equal(NonBlankLines(text), NonBlankLines(read));
    });

    [Fact]
    public void Opening_and_closing_tags_match() => Texts.Tricky.Sample(text =>
    {
        var html = CommentHtml.Render(text);
        Assert.Equal(Count(html, "<p>"), Count(html, "</p>"));
        Assert.Equal(Count(html, "<a "), Count(html, "</a>"));
    });

    private static IEnumerable<string> NonBlankLines(string text) => text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line));

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
