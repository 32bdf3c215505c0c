using Microsoft.AspNetCore.Cors.Infrastructure;

namespace CommentService.Hosting;

/// <summary>What browsers may do across origins. An endpoint names its policy with <c>RequireCors</c>.</summary>
internal static class Cors
{
    /// <summary>Approved comments are public: any page may read them.</summary>
    public const string Read = "read";

    public static void AddReadPolicy(this WebApplicationBuilder builder)
    {
        builder.Services.AddCors();
        builder.Services.Configure<CorsOptions>(cors => cors.AddPolicy(Read, policy => policy
            .AllowAnyOrigin()
            .WithMethods("GET")
            .WithHeaders("If-None-Match")
            .WithExposedHeaders("ETag")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
    }
}
