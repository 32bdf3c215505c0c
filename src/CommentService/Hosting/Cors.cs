namespace CommentService.Hosting;

/// <summary>Which pages may read from a browser. An endpoint names its policy with <c>RequireCors</c>.</summary>
internal static class Cors
{
    /// <summary>Approved comments are public: any page may read them.</summary>
    public const string Read = "read";

    public static void AddOrigins(this WebApplicationBuilder builder) => builder.Services.AddCors(cors => cors.AddPolicy(Read, policy => policy
        .AllowAnyOrigin()
        .WithMethods("GET")
        .WithHeaders("If-None-Match")
        .WithExposedHeaders("ETag")
        .SetPreflightMaxAge(TimeSpan.FromHours(1))));
}
