namespace CommentService.Intake;

/// <summary>Tells a reader without script what became of the comment; looks again by itself while it is queued.</summary>
internal static class ReceiptPage
{
    /// <summary>A status in a sentence.</summary>
    public static string Sentence(string status) => status switch
    {
        "queued" => "Thank you, your comment arrived and is being looked at.",
        "approved" => "Your comment is published.",
        "held" => "Your comment waits for a moderator and appears here once it is approved.",
        "removed" => "Your comment was taken off the page.",
        _ => "Your comment was not published.",
    };

    /// <param name="receipt">Null where there is none.</param>
    /// <param name="article">Where the article is, if somebody said.</param>
    public static string Render(Receipt? receipt, string? article) => receipt?.Status switch
    {
        null => Page.Render("There is no such comment", "<p>This address names no comment that was sent here.</p>"),
        "queued" => Page.Render(
            "Thank you, your comment arrived",
            "<p role=\"status\">It is being looked at. This page looks again in a moment.</p>",
            "<meta http-equiv=\"refresh\" content=\"2\">"),
        "approved" => Page.Render("Your comment is published", "<p role=\"status\">It stands below the article.</p>" + Back(article)),
        "held" => Page.Render("Your comment waits for a moderator", "<p role=\"status\">It appears on the page once it is approved. You may keep this address to see what became of it.</p>" + Back(article)),
        "removed" => Page.Render("Your comment was taken off the page", "<p role=\"status\">A moderator removed it.</p>" + Back(article)),
        _ => Page.Render("Your comment was not published", "<p role=\"status\">It does not keep to the rules of this site. You are welcome to put it differently.</p>" + Back(article)),
    };

    private static string Back(string? article) => article is null ? "" : $"<p><a href=\"{Page.Text(article)}\">Back to the article</a></p>";
}
