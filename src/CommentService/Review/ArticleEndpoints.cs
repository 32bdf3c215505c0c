using System.ComponentModel;
using System.Text.Json.Serialization;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>An article's settings.</summary>
/// <param name="Id">The article's id.</param>
/// <param name="Title">What it is called, where somebody said.</param>
/// <param name="Url">Where it is, where somebody said.</param>
/// <param name="Open">Whether readers may post now: neither closed by hand nor past <paramref name="CloseAt"/>.</param>
/// <param name="Mode">What becomes of comments in which no rule finds anything.</param>
/// <param name="CloseAt">When it closes, or closed, by itself.</param>
internal sealed record ArticleSettings(
    string Id,
    string? Title,
    string? Url,
    [property: Description("Whether readers may post now: neither closed by hand nor past closeAt")] bool Open,
    [property: JsonConverter(typeof(LowerCase<ModerationMode>))] ModerationMode Mode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? CloseAt = null)
{
    public static async Task<ArticleSettings?> FindAsync(CommentDb db, string id, DateTime now, CancellationToken cancellation) =>
        await db.Articles.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellation) is { } article
            ? new(article.Id, article.Title, article.Url, Article.IsOpen(article.Open, article.CloseAt, now), article.Mode, article.CloseAt)
            : null;
}

/// <summary>Looks at an article and changes it.</summary>
internal static class ArticleEndpoints
{
    public static void MapArticles(this RouteGroupBuilder review)
    {
        review.MapGet("/articles/{articleId}", GetAsync).RequireKey(KeyRole.Viewer)
            .WithName("GetArticleSettings").WithSummary("An article's settings")
            .Produces<ArticleSettings>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        review.MapPatch("/articles/{articleId}", PatchAsync).RequireKey(KeyRole.Admin)
            .WithName("ChangeArticle").WithSummary("Changes the members that it names; an unknown article is registered")
            .ReadsJson<ArticleChanges>("""{ "mode": "premoderate", "closeAt": "2030-01-31T12:00:00Z", "reason": "Heated debate" }""")
            .Produces<ArticleSettings>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> GetAsync(string articleId, Database database, TimeProvider time, CancellationToken cancellation)
    {
        if (!ArticleId.IsValid(articleId))
        {
            return Problem.Invalid("articleId", ArticleId.Invalid);
        }

        await using var db = database.OpenRead();
        return await ArticleSettings.FindAsync(db, articleId, time.GetUtcNow().UtcDateTime, cancellation) is { } article
            ? TypedResults.Ok(article)
            : Problem.Of(StatusCodes.Status404NotFound, "unknown-article", "There is no such article", "Nobody commented on this article or set it up yet.");
    }

    private static async Task<IResult> PatchAsync(string articleId, HttpContext http, ChangeArticle change)
    {
        if (!ArticleId.IsValid(articleId))
        {
            return Problem.Invalid("articleId", ArticleId.Invalid);
        }

        var body = await JsonBody.ReadObjectAsync(http.Request, ReviewEndpoints.MaxBody);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        var fields = new JsonFields(body.Root);
        var changes = ArticleChanges.Read(fields);
        return fields.Errors.Count > 0
            ? Problem.Invalid(fields.Errors)
            : TypedResults.Ok(await change.RunAsync(articleId, changes, Actor.Of(http.User), http.RequestAborted));
    }
}
