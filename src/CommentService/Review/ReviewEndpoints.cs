using CommentService.Hosting;
using CommentService.Review.Auditing;
using CommentService.Review.Backtests;
using CommentService.Review.Bans;
using CommentService.Review.DeadLetters;
using CommentService.Review.Keys;
using CommentService.Review.Learning;
using CommentService.Review.Stats;
using CommentService.Review.Webhooks;

namespace CommentService.Review;

/// <summary>What moderators and editors do: one line for each capability.</summary>
internal static class ReviewEndpoints
{
    /// <summary>The longest body of a moderator's request, in bytes.</summary>
    public const int MaxBody = 16 * 1024 * 1024;

    public static void AddReview(this WebApplicationBuilder builder)
    {
        builder.Services.AddReview();
        if (builder.Runs(Roles.Review))
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<BacktestRunner>());
        }
    }

    private static void AddReview(this IServiceCollection services) => services
        .AddSingleton<Decide>()
        .AddSingleton<SavePolicy>()
        .AddSingleton<ChangeArticle>()
        .AddSingleton<ChangeBans>()
        .AddSingleton<ChangeKeys>()
        .AddSingleton<ChangeWebhooks>()
        .AddSingleton<SettleDeadLetters>()
        .AddSingleton<QueueSize>()
        .AddSingleton<ChangeBacktest>()
        .AddSingleton<RunBacktest>()
        .AddSingleton<Sweep>()
        .AddSingleton<BacktestRunner>();

    public static IEndpointRouteBuilder MapReview(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapModeratePage();
        var review = endpoints.MapGroup("/api/v1/moderation").WithTags("Moderation");
        // Held texts and email addresses stay in no browser's cache.
        review.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
        review.MapWhoAmI();
        review.MapQueue();
        review.MapDecisions();
        review.MapBulkDecisions();
        review.MapPolicy();
        review.MapPolicyVersions();
        review.MapPolicyTest();
        review.MapBacktests();
        review.MapReplay();
        review.MapArticles();
        review.MapBans();
        review.MapKeys();
        review.MapDeadLetters();
        review.MapLearning();
        review.MapStats();
        review.MapAudit();
        endpoints.MapWebhooks();
        return endpoints;
    }
}
