using CommentService.Hosting;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace CommentService.Intake;

/// <summary>Which pages may post from a browser: those of allowed origins; the service's own pages need no leave.</summary>
internal static class PostingPages
{
    /// <summary>Name of the CORS policy.</summary>
    public const string Cors = "post";

    public static void AddPostingPages(this IServiceCollection services) =>
        services.AddOptions<CorsOptions>().Configure<IOptions<IntakeOptions>, IOptions<HostingOptions>>((cors, intake, hosting) =>
            cors.AddPolicy(Cors, policy => policy
                .WithOrigins([.. OriginsOf(intake.Value, hosting.Value)])
                .WithMethods("POST")
                .WithHeaders("Content-Type", "Idempotency-Key", "Accept")
                .WithExposedHeaders("Location", "Retry-After")
                .SetPreflightMaxAge(TimeSpan.FromHours(1))));

    private static IEnumerable<string> OriginsOf(IntakeOptions intake, HostingOptions hosting) =>
        (hosting.PublicUrl is { } own ? intake.AllowedOrigins.Append(own) : intake.AllowedOrigins)
            .Select(origin => new Uri(origin).GetLeftPart(UriPartial.Authority));
}
