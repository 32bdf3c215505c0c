using System.Globalization;
using System.Text;

namespace CommentService.Moderation.Text;

/// <summary>
/// NFC in linear time. <see cref="string.Normalize()"/> sorts a run of combining marks in quadratic time (half a second
/// for 40,000 marks), so a run longer than any language needs is left as it stands; UAX #15 sets the same bound of 30.
/// </summary>
internal static class Composition
{
    private const int LongestRun = 30;

    /// <summary>Composes everything but overlong runs of marks. The text must not have lone surrogates.</summary>
    public static string Compose(string text)
    {
        // Below U+0300 all text is in NFC already.
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            return text;
        }

        StringBuilder? pieces = null;
        var from = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfMarks(text, at, out var marks);
            if (marks > LongestRun)
            {
                pieces ??= new StringBuilder(text.Length);
                pieces.Append(text[from..at].Normalize()).Append(text, at, end - at);
                from = end;
            }

            at = Math.Max(end, at + 1);
        }

        // Asked first: nearly all text is in NFC, and Normalize would copy it all the same.
        return pieces is null ? (text.IsNormalized() ? text : text.Normalize()) : pieces.Append(text[from..].Normalize()).ToString();
    }

    private static int EndOfMarks(string text, int at, out int marks)
    {
        marks = 0;
        while (at < text.Length && text[at] >= '\u0300' && IsMark(CharUnicodeInfo.GetUnicodeCategory(text, at)))
        {
            at += char.IsHighSurrogate(text[at]) ? 2 : 1;
            marks++;
        }

        return at;
    }

    private static bool IsMark(UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
