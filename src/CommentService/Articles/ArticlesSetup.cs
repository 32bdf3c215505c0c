using CommentService.Hosting;

namespace CommentService.Articles;

/// <summary>What readers read.</summary>
internal static class ArticlesSetup
{
    public static void AddArticles(this WebApplicationBuilder builder) => builder.Services.AddSingleton<CommentPages>();

    public static void MapArticles(this IEndpointRouteBuilder app)
    {
        var articles = app.MapGroup("/api/v1").WithTags("Articles").RequireCors(Cors.Read);
        articles.MapGet("/articles/{articleId}/comments", ReadComments.GetAsync)
            .WithName("ReadComments").WithSummary("An article's approved comments, a page at a time")
            .Produces<CommentPage>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status400BadRequest);
        articles.MapGet("/articles/{articleId}", ReadArticle.GetAsync)
            .WithName("ReadArticle").WithSummary("An article: whether readers may post, and how many comments it has")
            .Produces<ArticleSummary>().ProducesProblem(StatusCodes.Status400BadRequest);
        articles.MapGet("/counts", ReadArticle.CountAsync)
            .WithName("CountComments").WithSummary("How many approved comments each of up to 100 articles has")
            .Produces<Dictionary<string, int>>().ProducesProblem(StatusCodes.Status400BadRequest);
    }
}
