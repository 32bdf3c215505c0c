using System.Globalization;
using CommentService.Hosting;
using Microsoft.Net.Http.Headers;

namespace CommentService.Review;

/// <summary>The versions that a caller agrees to change (<c>If-Match</c>, RFC 9110, section 13.1.1); null is any.</summary>
internal sealed record IfMatch(IReadOnlyList<string>? Tags)
{
    public const string Header = "If-Match";
    public const string Optional = "The version that is meant, as the ETag has it; 412 when it is another by now";

    public static IfMatch Any { get; } = new((IReadOnlyList<string>?)null);

    public static string Tag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Reads the header; a weak tag counts as a strong one, since a version changes with every change.</summary>
    /// <returns>A problem where the header is malformed.</returns>
    public static IResult? TryRead(string? header, out IfMatch expected)
    {
        expected = Any;
        if (string.IsNullOrWhiteSpace(header))
        {
            return null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([header], out var tags))
        {
            return Problem.Invalid(Header, "Give the version in double quotes, as the ETag header has it, or *.");
        }

        expected = tags.Contains(EntityTagHeaderValue.Any) ? Any : new([.. tags.Select(tag => tag.Tag.ToString())]);
        return null;
    }

    public bool Allows(long version) => Tags is null || Tags.Contains(Tag(version));

    public static IResult Stale(long version) => Problem.Of(
        StatusCodes.Status412PreconditionFailed, "stale", "Someone was faster", $"The version is {version} now: look again, then decide.");
}
