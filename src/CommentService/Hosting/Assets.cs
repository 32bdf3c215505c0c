using System.IO.Hashing;
using Microsoft.Net.Http.Headers;

namespace CommentService.Hosting;

/// <summary>
/// Files of the service's own pages (HTML, script, style), compiled into the program, so that it needs no folder beside
/// it. A file is named by its path under <c>src/CommentService</c>.
/// </summary>
internal static class Assets
{
    /// <summary>A page's Content-Security-Policy: everything from this service, nothing in the page itself, nobody around it.</summary>
    public const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Serves a file at an address; browsers ask each time whether it changed, and are answered 304.</summary>
    /// <param name="app">Where it is mapped.</param>
    /// <param name="address">Such as <c>/embed.js</c>.</param>
    /// <param name="file">Such as <c>Intake/Pages/embed.js</c>.</param>
    /// <param name="policy">A page's Content-Security-Policy; else what answers have that show nothing.</param>
    public static IEndpointConventionBuilder MapAsset(this IEndpointRouteBuilder app, string address, string file, string? policy = null)
    {
        var body = Read(file);
        var tag = new EntityTagHeaderValue($"\"{XxHash3.HashToUInt64(body):x16}\"");
        var type = TypeOf(file);
        return app.MapGet(address, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            if (policy is not null)
            {
                http.Response.Headers.ContentSecurityPolicy = policy;
            }

            // Answers 304 to a browser that has it.
            return TypedResults.Bytes(body, type, entityTag: tag);
        }).ExcludeFromDescription();
    }

    /// <summary>A file's bytes.</summary>
    public static byte[] Read(string file)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"{file} is not compiled in.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        var other => throw new InvalidOperationException($"No content type is known for {other}."),
    };
}
