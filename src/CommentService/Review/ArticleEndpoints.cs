using System.Text.Json.Serialization;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>An article's settings as they were set; whether readers may post also depends on <paramref name="CloseAt"/>.</summary>
internal sealed record ArticleSettings(
    string Id,
    string? Title,
    string? Url,
    bool Open,
    [property: JsonConverter(typeof(LowerCase<ModerationMode>))] ModerationMode Mode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? CloseAt = null)
{
    public static async Task<ArticleSettings?> FindAsync(CommentDb db, string id, CancellationToken cancellation) => await db.Articles
        .Where(a => a.Id == id)
        .Select(a => new ArticleSettings(a.Id, a.Title, a.Url, a.Open, a.Mode, a.CloseAt))
        .SingleOrDefaultAsync(cancellation);
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
            .ReadsJson<ArticleChanges>()
            .Produces<ArticleSettings>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> GetAsync(string articleId, Database database, CancellationToken cancellation)
    {
        if (!ArticleId.IsValid(articleId))
        {
            return Problem.Invalid("articleId", ArticleId.Invalid);
        }

        await using var db = database.OpenRead();
        return await ArticleSettings.FindAsync(db, articleId, cancellation) is { } article
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
