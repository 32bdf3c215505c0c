using Microsoft.Extensions.Primitives;

namespace CommentService.Hosting;

/// <summary>
/// Headers of every answer (OWASP Secure Headers). Set before the endpoint runs, so that one that serves a page
/// puts its own Content-Security-Policy in place of this one.
/// </summary>
internal static class SecurityHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues Referrer = "strict-origin-when-cross-origin";
    private static readonly StringValues SameOrigin = "same-origin";

    // An answer of the API is data: where a browser shows it, it runs and loads nothing.
    private static readonly StringValues NothingAllowed = "default-src 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(next => context =>
    {
        Set(context.Response);
        return next(context);
    });

    public static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        headers["Referrer-Policy"] = Referrer;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        headers.ContentSecurityPolicy = NothingAllowed;
    }
}
