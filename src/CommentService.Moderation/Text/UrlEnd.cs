using System.Buffers;
using System.Globalization;

namespace CommentService.Moderation.Text;

/// <summary>Where a web address in running text ends.</summary>
internal static class UrlEnd
{
    // RFC 3986 without what a sentence or HTML puts around an address.
    private static readonly SearchValues<char> Ascii =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=%");

    /// <summary>The end of the address that goes on at <paramref name="start"/>, trailing punctuation and unbalanced brackets left out.</summary>
    public static int After(string text, int start)
    {
        var end = start;
        var round = 0;
        var square = 0;
        for (; end < text.Length && IsPart(text[end]); end++)
        {
            round += Depth(text[end], '(', ')');
            square += Depth(text[end], '[', ']');
        }

        return Trim(text, start, end, round, square);
    }

    // The depths are counted once and kept up to date, so that "))))…" takes one pass.
    private static int Trim(string text, int start, int end, int round, int square)
    {
        for (; end > start; end--)
        {
            var last = text[end - 1];
            var isLoose = last is '.' or ',' or ';' or ':' or '!' or '?' or '\'' or '*' or '(' or '['
                || (last == ')' && round < 0) || (last == ']' && square < 0);
            if (!isLoose)
            {
                break;
            }

            round -= Depth(last, '(', ')');
            square -= Depth(last, '[', ']');
        }

        return end;
    }

    private static int Depth(char c, char open, char close) => c == open ? 1 : c == close ? -1 : 0;

    private static bool IsPart(char c) => char.IsAscii(c)
        ? Ascii.Contains(c)
        : char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
