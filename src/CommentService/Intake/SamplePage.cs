using System.Text;
using CommentService.Hosting;
using CommentService.Moderation.Text;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Intake;

/// <summary>
/// <c>/</c>: an article page as a site would build one, for trying everything out. Its comments and its form work
/// without script; <c>embed.js</c>, which any page may load, makes them better.
/// </summary>
internal sealed class SamplePage(Database database, Receipts receipts)
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

    public async Task<IResult> GetAsync(string? submission, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = Assets.PagePolicy;
        await using var db = database.OpenRead();
        var approved = db.Comments.Where(c => c.ArticleId == ArticleId && c.Status == CommentStatus.Approved);
        var count = await approved.CountAsync(http.RequestAborted);
        var comments = await approved.OrderBy(c => c.Id).Take(MostComments).ToListAsync(http.RequestAborted);
        var html = new StringBuilder(Template)
            .Replace("{{status}}", submission is null ? "" : await StatusAsync(submission, http.RequestAborted))
            .Replace("{{count}}", count == 1 ? "1 comment" : $"{(count == 0 ? "No" : count)} comments")
            .Replace("{{url}}", Page.Text($"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/#comments"))
            // Last: what readers wrote may look like a place of the template.
            .Replace("{{comments}}", string.Concat(comments.Select(Item)));
        return TypedResults.Content(html.ToString(), "text/html; charset=utf-8", Encoding.UTF8);
    }

    private async Task<string> StatusAsync(string submission, CancellationToken cancellation) =>
        await receipts.FindAsync(submission, cancellation) is { } receipt
            ? $"<p class=\"status\" role=\"status\">{Page.Text(ReceiptPage.Sentence(receipt.Status))} <a href=\"submissions/{receipt.Id}\">See what became of it.</a></p>"
            : "";

    private static string Item(Comment comment) =>
        $"""
        <li id="comment-{comment.Id}"><article><header><span class="name">{Page.Text(comment.Name)}</span> <time datetime="{Ids.TimeOf(comment.Id):yyyy-MM-ddTHH:mm:ssZ}">{Ids.TimeOf(comment.Id):d MMM yyyy, HH:mm} UTC</time></header><div class="body">{CommentHtml.Render(comment.Text)}</div></article></li>
        """;
}
