using CommentService.Hosting;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace CommentService.Intake;

/// <summary>Lets browsers send posts from pages of allowed origins; the service's own pages need no leave.</summary>
internal static class PostPolicy
{
    public const string Name = "post";

    public static void AddPostPolicy(this IServiceCollection services) => services
        .AddOptions<CorsOptions>()
        .Configure<IOptions<IntakeOptions>, IOptions<HostingOptions>>((cors, intake, hosting) => cors.AddPolicy(Name, policy => policy
            .WithOrigins([.. OriginsOf(intake.Value, hosting.Value)])
            .WithMethods("POST")
            .WithHeaders("Content-Type", "Idempotency-Key", "Accept")
            .WithExposedHeaders("Location", "Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));

    private static IEnumerable<string> OriginsOf(IntakeOptions intake, HostingOptions hosting) =>
        (hosting.PublicUrl is { } own ? intake.AllowedOrigins.Append(own) : intake.AllowedOrigins)
            .Select(origin => new Uri(origin).GetLeftPart(UriPartial.Authority));
}
