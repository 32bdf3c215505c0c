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

    public static string Render(Receipt? receipt) => receipt?.Status switch
    {
        null => Page.Render("There is no such comment", "<p>This address names no comment that was sent here.</p>"),
        "queued" => Page.Render(
            "Thank you, your comment arrived",
            "<p role=\"status\">It is being looked at. This page looks again in a moment.</p>",
            "<meta http-equiv=\"refresh\" content=\"2\">"),
        "approved" => Page.Render("Your comment is published", "<p role=\"status\">Go back to the article to see it there.</p>"),
        "held" => Page.Render("Your comment waits for a moderator", "<p role=\"status\">It appears on the page once it is approved. You may keep this address to see what became of it.</p>"),
        "removed" => Page.Render("Your comment was taken off the page", "<p role=\"status\">A moderator removed it.</p>"),
        _ => Page.Render("Your comment was not published", "<p role=\"status\">It does not keep to the rules of this site.</p>"),
    };
}
