using System.Text;

namespace CommentService.Moderation.Text;

/// <summary>Renders a comment's plain text as HTML that is safe to insert: paragraphs, line breaks and links only.</summary>
public static class CommentHtml
{
    /// <summary>
    /// Blank lines part paragraphs, other newlines become <c>&lt;br&gt;</c>, and web addresses become links with
    /// <c>rel="nofollow ugc noopener"</c>. Everything else is text. Linear in the length.
    /// </summary>
    public static string Render(string comment)
    {
        var html = new StringBuilder(comment.Length + 64);
        var links = LinkFinder.Find(comment);
        var nextLink = 0;
        var pendingBreaks = 0;
        foreach (var range in comment.AsSpan().Split('\n'))
        {
            var (start, length) = range.GetOffsetAndLength(comment.Length);
            if (comment.AsSpan(start, length).IsWhiteSpace())
            {
                pendingBreaks++;
                continue;
            }

            html.Append(html.Length == 0 ? "<p>" : pendingBreaks == 0 ? "<br>" : "</p><p>");
            pendingBreaks = 0;
            AppendLine(html, comment, start, start + length, links, ref nextLink);
        }

        return html.Length == 0 ? "" : html.Append("</p>").ToString();
    }

    // A link never spans a line: white space ends it.
    private static void AppendLine(StringBuilder html, string text, int from, int end, IReadOnlyList<TextLink> links, ref int nextLink)
    {
        for (; nextLink < links.Count && links[nextLink].Start < end; nextLink++)
        {
            var link = links[nextLink];
            if (link.Kind is LinkKind.Address or LinkKind.Www)
            {
                AppendText(html, text.AsSpan(from, link.Start - from));
                AppendLink(html, text.AsSpan(link.Start, link.Length), link.Kind);
                from = link.End;
            }
        }

        AppendText(html, text.AsSpan(from, end - from));
    }

    private static void AppendLink(StringBuilder html, ReadOnlySpan<char> address, LinkKind kind)
    {
        html.Append("<a href=\"").Append(kind == LinkKind.Www ? "https://" : "");
        AppendText(html, address);
        html.Append("\" rel=\"nofollow ugc noopener\">");
        AppendText(html, address);
        html.Append("</a>");
    }

    private static void AppendText(StringBuilder html, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny("&<>\"'") is var at and >= 0)
        {
            html.Append(text[..at]).Append(Escape(text[at]));
            text = text[(at + 1)..];
        }

        html.Append(text);
    }

    private static string Escape(char c) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        _ => "&#39;",
    };
}
