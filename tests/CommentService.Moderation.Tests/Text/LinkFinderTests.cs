using CommentService.Moderation.Text;
using CsCheck;

namespace CommentService.Moderation.Tests.Text;

public sealed class LinkFinderTests
{
    [Theory]
    [InlineData("See http://example.org.", "http://example.org")]
    [InlineData("(https://example.org/a_(b))", "https://example.org/a_(b)")]
    [InlineData("HTTP://EXAMPLE.ORG/?q=1&r=2!", "HTTP://EXAMPLE.ORG/?q=1&r=2")]
    [InlineData("\"http://example.org/a\"", "http://example.org/a")]
    [InlineData("<http://example.org>", "http://example.org")]
    [InlineData("見てhttp://example.org/パス。次", "http://example.org/パス")]
    [InlineData("www.example.com/x, and", "www.example.com/x")]
    [InlineData("spam at example.com now", "example.com")]
    [InlineData("try bit.ly/abc123", "bit.ly/abc123")]
    [InlineData("hxxp://example.org/x", "hxxp://example.org/x")]
    [InlineData("http[:]//example.org/x", "http[:]//example.org/x")]
    [InlineData("go to example dot com today", "example dot com")]
    [InlineData("go to example(.)com today", "example(.)com")]
    [InlineData("go to example [dot] co.uk today", "example [dot] co.uk")]
    [InlineData("http://ann:secret@example.org:80/x", "http://ann:secret@example.org:80/x")]
    public void Address_is_found_without_what_surrounds_it(string text, string address)
    {
        var link = Assert.Single(LinkFinder.Find(text));
        Assert.Equal(address, text.Substring(link.Start, link.Length));
    }

    [Theory]
    [InlineData("https://WWW.Example.org:8080/x", "www.example.org")]
    [InlineData("http://good.example@bad.example/x", "bad.example")]
    [InlineData("Example (dot) COM", "example.com")]
    public void Host_is_what_a_browser_would_ask(string text, string host) => Assert.Equal(host, Assert.Single(LinkFinder.Find(text)).Host);

    [Theory]
    [InlineData("No link. At all... e.g. this, 3.5 or 10:30.")]
    [InlineData("Write to ann.lee@example.org")]
    [InlineData("The dot com bubble")]
    [InlineData("Connect the dots (dot) and :) or (.)(.)")]
    [InlineData("I use ASP.NET and node.js")]
    [InlineData("http:// and www. and ://")]
    [InlineData("javascript://alert, ftp://x, file:///etc")]
    [InlineData("A missing space.After a stop.Me too")]
    public void Other_text_has_no_link(string text) => Assert.Empty(LinkFinder.Find(text));

    [Fact]
    public void Links_are_in_order_apart_and_within_the_text() => Texts.Tricky.Sample(text =>
    {
        var end = 0;
        foreach (var link in LinkFinder.Find(text))
        {
            Assert.True(link.Start >= end && link.Length > 0 && link.End <= text.Length);
            Assert.False(char.IsLowSurrogate(text[link.Start]) || char.IsHighSurrogate(text[link.End - 1]));
            end = link.End;
        }
    });

    [Theory]
    [InlineData("a.")]
    [InlineData("http://")]
    [InlineData("http://a)")]
    [InlineData("www.")]
    [InlineData("dot ")]
    [InlineData("a(.)")]
    [InlineData("(dot)")]
    [InlineData("a")]
    [InlineData(":")]
    [InlineData("((((http://a")]
    public void Megabyte_of_signs_is_gone_through(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)) + "http://a" + new string(')', 500_000);
        Assert.NotNull(LinkFinder.Find(text));
    }
}
