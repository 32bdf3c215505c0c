using System.Globalization;

namespace CommentService.Review;

/// <summary>A moment as RFC 3339 (section 5.6) writes it: date, time and offset.</summary>
internal static class Rfc3339
{
    /// <summary>The sentence for a caller whose text is none.</summary>
    public const string Invalid = "Give a moment such as 2026-01-31T12:00:00Z (RFC 3339).";

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Reads a moment as UTC.</summary>
    public static bool TryRead(string text, out DateTime moment)
    {
        var isRead = DateTimeOffset.TryParseExact(text.ToUpperInvariant(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read);
        moment = read.UtcDateTime;
        return isRead;
    }
}
