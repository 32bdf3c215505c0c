using CommentService.Hosting;
using CommentService.Storage;

namespace CommentService.Intake;

/// <summary>Where comments come in.</summary>
internal static class IntakeSetup
{
    public static void AddIntake(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<IntakeOptions>(builder.Configuration);
        builder.Services.AddPostPolicy();
        builder.Services.AddSingleton<Origins>();
        builder.Services.AddSingleton<RateLimits>();
        builder.Services.AddSingleton<Lookup>();
        builder.Services.AddSingleton<Taking>();
        builder.Services.AddSingleton<SubmitComment>();
        builder.Services.AddSingleton<Receipts>();
        builder.Services.AddSingleton<SamplePage>();
    }

    public static void MapIntake(this IEndpointRouteBuilder app)
    {
        var submit = app.ServiceProvider.GetRequiredService<SubmitComment>();
        var receipts = app.ServiceProvider.GetRequiredService<Receipts>();
        app.MapPost("/api/v1/articles/{articleId}/comments", submit.PostAsync)
            .DescribeSubmit("SubmitComment", "Submits a comment: JSON or a plain form; 202 means that it is durable");
        app.MapPost("/wp-comments-post.php", (Delegate)submit.PostWordPressAsync)
            .DescribeSubmit("SubmitWordPressComment", "The same for a form made for WordPress: author, email, url, comment, comment_post_ID, comment_parent");
        app.MapGet("/api/v1/submissions/{id}", receipts.GetAsync)
            .WithTags("Intake").WithName("ReadReceipt").WithSummary("What became of a submission")
            .RequireCors(Cors.Read)
            .Produces<Receipt>().ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("/submissions/{id}", receipts.GetPageAsync).ExcludeFromDescription();
        SamplePage.Map(app);
    }

    private static void DescribeSubmit(this RouteHandlerBuilder endpoint, string name, string summary) => endpoint
        .WithTags("Intake").WithName(name).WithSummary(summary)
        .RequireCors(PostPolicy.Name)
        .Accepts<SubmissionFields>("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
        .Produces<Receipt>(StatusCodes.Status202Accepted)
        .Produces(StatusCodes.Status303SeeOther)
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>The fields as the API's description shows them.</summary>
    internal sealed record SubmissionFields(string Name, string Comment, Guid? ParentId, string? Email, string? Website, string? ArticleTitle, string? ArticleUrl, string? Language);
}
