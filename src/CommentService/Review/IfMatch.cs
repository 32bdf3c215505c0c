using System.Globalization;
using CommentService.Hosting;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CommentService.Review;

/// <summary>The versions that a caller agrees to change (<c>If-Match</c>, RFC 9110, section 13.1.1); null is any.</summary>
internal sealed record IfMatch(IReadOnlyList<string>? Tags)
{
    public static IfMatch Any { get; } = new((IReadOnlyList<string>?)null);

    public static string Tag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Reads the header; a weak tag counts as a strong one, since a version changes with every change.</summary>
    /// <returns>A problem where the header is malformed.</returns>
    public static IResult? TryRead(HttpRequest request, out IfMatch expected)
    {
        expected = Any;
        var header = request.Headers.IfMatch;
        if (StringValues.IsNullOrEmpty(header))
        {
            return null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags))
        {
            return Problem.Invalid("If-Match", "Give the version in double quotes, as the ETag header has it, or *.");
        }

        expected = tags.Contains(EntityTagHeaderValue.Any) ? Any : new([.. tags.Select(tag => tag.Tag.ToString())]);
        return null;
    }

    public bool Allows(long version) => Tags is null || Tags.Contains(Tag(version));

    public static IResult Stale(long version) => Problem.Of(
        StatusCodes.Status412PreconditionFailed, "stale", "Someone was faster", $"The version is {version} now: look again, then decide.");
}
