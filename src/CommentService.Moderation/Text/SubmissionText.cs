using System.Buffers;
using System.Globalization;
using System.Text;

namespace CommentService.Moderation.Text;

/// <summary>The one way in which a submitted field is cleaned and measured; intake and worker both use it.</summary>
public static class SubmissionText
{
    private static readonly SearchValues<char> PlainAscii = SearchValues.Create(
        string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)) + "\n\t");

    /// <summary>
    /// Removes control characters other than newline and tab and the bidirectional embeddings, overrides and isolates
    /// (U+202A–U+202E, U+2066–U+2069), replaces lone surrogates and the noncharacter U+FFFE, which cannot be normalised,
    /// by U+FFFD, normalises to NFC and trims white space.
    /// Linear in the length; cleaning twice changes nothing more.
    /// </summary>
    /// <returns>The cleaned text; the same instance when there was nothing to change.</returns>
    public static string Clean(string value)
    {
        if (!value.AsSpan().ContainsAnyExcept(PlainAscii))
        {
            return value.Trim();
        }

        var cleaned = Composition.Compose(RemoveForbidden(value)).Trim();
        return string.Equals(cleaned, value, StringComparison.Ordinal) ? value : cleaned;
    }

    /// <summary>Whether cleaning changes nothing. Of a clean text nothing is copied to find that out.</summary>
    public static bool IsClean(string value) => ReferenceEquals(Clean(value), value);

    /// <summary>
    /// Whether the text has at most <paramref name="maxTextElements"/> characters as a reader counts them (Unicode
    /// grapheme clusters, UAX #29) and at most four times as many code points, which bounds stacks of combining marks.
    /// </summary>
    public static bool FitsIn(string cleaned, int maxTextElements)
    {
        if (cleaned.Length <= maxTextElements)
        {
            return true;
        }

        // A code point is at most two code units, so that no text over the bound is walked far.
        if (cleaned.Length > 8L * maxTextElements)
        {
            return false;
        }

        var elements = 0;
        var codePoints = 0;
        for (var at = 0; at < cleaned.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(cleaned, at);
            codePoints += CodePoints(cleaned.AsSpan(at, length));
            at += length;
            if (++elements > maxTextElements || codePoints > 4L * maxTextElements)
            {
                return false;
            }
        }

        return true;
    }

    private static string RemoveForbidden(string value)
    {
        var from = FirstToChange(value);
        if (from == value.Length)
        {
            return value;
        }

        var kept = new StringBuilder(value, 0, from, value.Length);
        for (var i = from; i < value.Length; i++)
        {
            var c = value[i];
            if (IsPairAt(value, i))
            {
                kept.Append(c).Append(value[++i]);
            }
            else if (!IsForbidden(c))
            {
                kept.Append(IsReplaced(c) ? '\uFFFD' : c);
            }
        }

        return kept.ToString();
    }

    private static int FirstToChange(string value)
    {
        var at = 0;
        while (at < value.Length && (IsPairAt(value, at) || !(IsForbidden(value[at]) || IsReplaced(value[at]))))
        {
            at += char.IsHighSurrogate(value[at]) ? 2 : 1;
        }

        return at;
    }

    private static bool IsPairAt(string value, int at) =>
        char.IsHighSurrogate(value[at]) && at + 1 < value.Length && char.IsLowSurrogate(value[at + 1]);

    /// <summary>What cannot be normalised, outside of a pair.</summary>
    private static bool IsReplaced(char c) => char.IsSurrogate(c) || c == '\uFFFE';

    private static bool IsForbidden(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var c in text)
        {
            count -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return count;
    }
}
