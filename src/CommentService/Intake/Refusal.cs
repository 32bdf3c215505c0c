using CommentService.Hosting;

namespace CommentService.Intake;

/// <summary>Why a submission was not taken.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Kind">Last part of the problem's <c>type</c>.</param>
/// <param name="Title">The same for every refusal of this kind.</param>
/// <param name="Detail">What happened here and what to do.</param>
internal sealed record Refusal(int Status, string Kind, string Title, string Detail)
{
    /// <summary>Messages by field, as the caller named it.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();

    /// <summary>When to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Refusal Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(StatusCodes.Status400BadRequest, "validation", "The submission is not valid", "See errors for what to mend, by field.") { Errors = errors };

    public static Refusal Malformed(string detail) => new(StatusCodes.Status400BadRequest, "malformed", "The body cannot be read", detail);

    public static Refusal TooLarge(int most) => new(StatusCodes.Status413PayloadTooLarge, "too-large", "The submission is too large", $"The whole submission may have at most {most / 1024} KiB.");

    public static Refusal UnsupportedType { get; } = new(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "This content type is not read here", "Send application/json (UTF-8), application/x-www-form-urlencoded or multipart/form-data.");

    public static Refusal OriginNotAllowed { get; } = new(StatusCodes.Status403Forbidden, "origin-not-allowed", "Pages of this origin may not post comments", "The page's origin is not in the setting Comments:AllowedOrigins.");

    public static Refusal Closed { get; } = new(StatusCodes.Status403Forbidden, "comments-closed", "Comments are closed", "This article takes no more comments.");

    public static Refusal UnknownArticle { get; } = new(StatusCodes.Status404NotFound, "unknown-article", "There is no such article", "Only registered articles take comments here (setting Comments:UnknownArticles).");

    /// <param name="field">What the caller calls the parent.</param>
    public static Refusal ParentMissing(string field) => Invalid(new Dictionary<string, string[]> { [field] = ["The comment that you answer is not on this page any more."] });

    public static Refusal KeyReused { get; } = new(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "This Idempotency-Key belongs to another submission", "The same key came with other content within 24 hours. Use a new key for a new comment.");

    public static Refusal TooMany(TimeSpan retryAfter) => new(StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many comments at once", "Please wait a moment and send it again.") { RetryAfter = retryAfter };

    public static Refusal Unavailable { get; } = new(StatusCodes.Status503ServiceUnavailable, "unavailable", "Comments cannot be taken right now", "Nothing was lost on this side, and nothing was taken. Please try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(10) };

    /// <summary>The refusal as problem+json.</summary>
    public IResult ToProblem() => Errors.Count > 0 ? Problem.Invalid(Errors, Detail) : Problem.Of(Status, Kind, Title, Detail);
}
