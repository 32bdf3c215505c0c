using CommentService.Intake;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>Which pages may read and post from a browser. An endpoint names its policy with <c>RequireCors</c>.</summary>
internal static class Cors
{
    /// <summary>Approved comments are public: any page may read them.</summary>
    public const string Read = "read";

    /// <summary>Pages of allowed origins may post; the service's own pages need no leave.</summary>
    public const string Post = "post";

    public static void AddOrigins(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<IntakeOptions>(builder.Configuration);
        builder.Services.AddCors();
        builder.Services.AddOptions<CorsOptions>().Configure<IOptions<IntakeOptions>, IOptions<HostingOptions>>((cors, intake, hosting) =>
        {
            cors.AddPolicy(Read, policy => policy
                .AllowAnyOrigin()
                .WithMethods("GET")
                .WithHeaders("If-None-Match")
                .WithExposedHeaders("ETag")
                .SetPreflightMaxAge(TimeSpan.FromHours(1)));
            cors.AddPolicy(Post, policy => policy
                .WithOrigins([.. OriginsOf(intake.Value, hosting.Value)])
                .WithMethods("POST")
                .WithHeaders("Content-Type", "Idempotency-Key", "Accept")
                .WithExposedHeaders("Location", "Retry-After")
                .SetPreflightMaxAge(TimeSpan.FromHours(1)));
        });
    }

    private static IEnumerable<string> OriginsOf(IntakeOptions intake, HostingOptions hosting) =>
        (hosting.PublicUrl is { } own ? intake.AllowedOrigins.Append(own) : intake.AllowedOrigins)
            .Select(origin => new Uri(origin).GetLeftPart(UriPartial.Authority));
}
