using CommentService.Hosting;
using CommentService.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Articles;

/// <summary>What an article page shows around its comments: whether readers may post, and how many comments there are.</summary>
internal static class ReadArticle
{
    private const int MostCounts = 100;

    public static async Task<IResult> GetAsync(string articleId, Database database, TimeProvider time, CancellationToken cancellation)
    {
        if (!ArticleId.IsValid(articleId))
        {
            return Problem.Invalid("articleId", ArticleId.Invalid);
        }

        await using var db = database.OpenRead();
        // An article nobody commented on is open and empty, as its comments are an empty list.
        var article = await db.Articles.SingleOrDefaultAsync(a => a.Id == articleId, cancellation) ?? new Article { Id = articleId };
        var isOpen = Article.IsOpen(article.Open, article.CloseAt, time.GetUtcNow().UtcDateTime);
        return TypedResults.Json(new ArticleSummary(article.Id, article.Title, article.Url, isOpen, article.Approved), ArticlesJson.Default.ArticleSummary);
    }

    public static async Task<IResult> CountAsync([FromQuery] string[]? article, Database database, CancellationToken cancellation)
    {
        var ids = (article ?? []).Distinct().ToList();
        if (ids.Count is 0 or > MostCounts || !ids.TrueForAll(ArticleId.IsValid))
        {
            return Problem.Invalid("article", $"Name 1 to {MostCounts} articles. {ArticleId.Invalid}");
        }

        await using var db = database.OpenRead();
        var known = await db.Articles.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Approved, cancellation);
        return TypedResults.Json(ids.ToDictionary(id => id, id => known.GetValueOrDefault(id)), ArticlesJson.Default.DictionaryStringInt32);
    }
}
