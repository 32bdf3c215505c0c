using CommentService.Hosting;
using Microsoft.Extensions.Options;

namespace CommentService.Intake;

/// <summary>Which pages may post: those of the service's own origin and of <c>Comments:AllowedOrigins</c>.</summary>
internal sealed class Origins(IOptions<IntakeOptions> intake, IOptions<HostingOptions> hosting)
{
    private readonly HashSet<string> allowed = new(
        intake.Value.AllowedOrigins.Append(hosting.Value.PublicUrl).OfType<string>().Select(Normalize).OfType<string>(),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the request comes from a page that may post, or from no page at all.</summary>
    public bool MayPost(HttpRequest request) => request.Headers.Origin.Count == 0 || IsAllowed(request.Headers.Origin.ToString(), request);

    /// <summary>Whether the request says that it comes from an allowed page: what that page says of its article is believed.</summary>
    public bool IsKnownPage(HttpRequest request) => request.Headers.Origin.Count > 0 && IsAllowed(request.Headers.Origin.ToString(), request);

    /// <summary>Whether a reader may be sent to this address.</summary>
    public bool MayRedirectTo(string url, HttpRequest request) => IsAllowed(url, request);

    private bool IsAllowed(string url, HttpRequest request) =>
        Normalize(url) is { } origin
        && (allowed.Contains(origin) || string.Equals(origin, Normalize($"{request.Scheme}://{request.Host}"), StringComparison.OrdinalIgnoreCase));

    /// <summary>Scheme, host and port (RFC 6454), or null for what has none.</summary>
    private static string? Normalize(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.UserInfo.Length == 0 ? uri.GetLeftPart(UriPartial.Authority) : null;
}
