using System.ComponentModel.DataAnnotations;

namespace CommentService.Intake;

/// <summary>Who may post, how often, and what a receipt tells.</summary>
internal sealed class IntakeOptions : IValidatableObject
{
    public const string Section = "Comments";

    /// <summary>Origins whose pages may post and be redirected to, such as <c>https://example.org</c>. Default none: the service's own origin only.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    public RateLimitOptions RateLimit { get; set; } = new();

    public ReceiptOptions Receipts { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        AllowedOrigins.Where(origin => !IsOrigin(origin)).Select(origin =>
            new ValidationResult($"'{origin}' is not an origin: an absolute http or https URL without a path", [nameof(AllowedOrigins)]));

    // A trailing slash is what a browser's address bar gives; "*" would let every page post in its readers' names.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url is { PathAndQuery: "/", Fragment: "", UserInfo: "" };
}

/// <summary>How many submissions are taken; counted per process.</summary>
internal sealed class RateLimitOptions
{
    /// <summary>Submissions a minute from one client address (IPv6: one /64). Default 30; 0 switches it off; at most 1,000,000.</summary>
    [Range(0, 1_000_000, ErrorMessage = "must be between {1} and {2}")]
    public int PerClientPerMinute { get; set; } = 30;

    /// <summary>Submissions a minute on one article. Default 0, which switches it off; at most 1,000,000.</summary>
    [Range(0, 1_000_000, ErrorMessage = "must be between {1} and {2}")]
    public int PerArticlePerMinute { get; set; }
}

/// <summary>What a receipt tells its reader.</summary>
internal sealed class ReceiptOptions
{
    /// <summary>Whether a rejected comment is shown as rejected. Default true; false shows it as held.</summary>
    public bool ShowRejected { get; set; } = true;
}
