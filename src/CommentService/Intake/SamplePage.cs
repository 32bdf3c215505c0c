using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CommentService.Hosting;
using CommentService.Moderation.Text;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Intake;

/// <summary>
/// <c>/</c>: an article page as a site would build one, for trying everything out. Its comments and its form work
/// without script; <c>embed.js</c>, which any page may load, makes them better.
/// </summary>
internal sealed partial class SamplePage(Database database, Receipts receipts)
{
    private const string ArticleId = "welcome";
    private const int MostComments = 100;

    private static readonly string Template = Encoding.UTF8.GetString(Assets.Read("Intake/Pages/article.html"));

    public static void Map(IEndpointRouteBuilder app)
    {
        var page = app.ServiceProvider.GetRequiredService<SamplePage>();
        app.MapGet("/", page.GetAsync).ExcludeFromDescription();
        app.MapAsset("/article.css", "Intake/Pages/article.css");
        // Loaded by pages of other origins too, as a module, which asks for leave.
        app.MapAsset("/embed.js", "Intake/Pages/embed.js").RequireCors(Cors.Read);
        app.MapAsset("/embed.css", "Intake/Pages/embed.css").RequireCors(Cors.Read);
    }

    /// <param name="submission">A receipt's id: what became of it is told.</param>
    /// <param name="reply">The comment that is answered, without script.</param>
    /// <param name="http">The request.</param>
    public async Task<IResult> GetAsync(string? submission, string? reply, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = Assets.PagePolicy;
        await using var db = database.OpenRead();
        var approved = db.Comments.Where(c => c.ArticleId == ArticleId && c.Status == CommentStatus.Approved);
        var count = await approved.CountAsync(http.RequestAborted);
        var comments = await approved.OrderBy(c => c.Id).Take(MostComments).ToListAsync(http.RequestAborted);
        var answered = comments.Find(c => c.Id.ToString() == reply);
        var values = new Dictionary<string, string>
        {
            ["status"] = submission is null ? "" : await StatusAsync(submission, http.RequestAborted),
            ["count"] = count == 1 ? "1 comment" : $"{(count == 0 ? "No" : count)} comments",
            // An answer to what was removed stands by itself.
            ["comments"] = Threads(comments.ToLookup(c => comments.Exists(other => other.Id == c.ParentId) ? c.ParentId : null), null),
            ["rest"] = count > comments.Count ? $"<p class=\"note\">These are the first {comments.Count}.</p>" : "",
            ["cancel"] = answered is null ? "" : "<p><a href=\"./#write\">Cancel reply</a></p>",
            ["title"] = answered is null ? "Leave a reply" : "Reply to " + Page.Text(answered.Name),
            ["parent"] = answered is null ? "" : $"<input type=\"hidden\" name=\"parentId\" value=\"{answered.Id}\">",
            ["url"] = Page.Text($"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/#comments"),
        };
        // In one pass: what readers wrote may look like a place of the template.
        var html = Place().Replace(Template, place => values[place.Groups[1].Value]);
        return TypedResults.Content(html, "text/html; charset=utf-8", Encoding.UTF8);
    }

    private async Task<string> StatusAsync(string submission, CancellationToken cancellation) =>
        await receipts.FindAsync(submission, cancellation) is { } receipt
            ? $"<p class=\"status\" role=\"status\">{Page.Text(ReceiptPage.Sentence(receipt.Status))} <a href=\"submissions/{receipt.Id}\">See what became of it.</a></p>"
            : "";

    /// <summary>What answers a comment, or none, each with its own answers; an answer is never stored deeper than five.</summary>
    private static string Threads(ILookup<Guid?, Comment> byParent, Guid? parent) => string.Concat(byParent[parent].Select(comment =>
        $"""
        <li id="comment-{comment.Id}"><article aria-labelledby="by-{comment.Id}"><header><span class="name" id="by-{comment.Id}">{Name(comment)}</span><time datetime="{Ids.TimeOf(comment.Id):yyyy-MM-ddTHH:mm:ssZ}">{Ids.TimeOf(comment.Id).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time></header><div class="body">{CommentHtml.Render(comment.Text)}</div><a class="plain reply" href="?reply={comment.Id}#write" aria-label="Reply to {Page.Text(comment.Name)}">Reply</a></article><ol class="replies">{Threads(byParent, comment.Id)}</ol></li>
        """));

    private static string Name(Comment comment) => comment.Website is { } website
        ? $"<a href=\"{Page.Text(website)}\" rel=\"nofollow ugc noopener\">{Page.Text(comment.Name)}</a>"
        : Page.Text(comment.Name);

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
