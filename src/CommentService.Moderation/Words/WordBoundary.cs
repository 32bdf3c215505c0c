using System.Globalization;

namespace CommentService.Moderation.Words;

/// <summary>Where words begin and end in folded text.</summary>
internal static class WordBoundary
{
    /// <summary>Whether a word may begin or end between the characters before and at <paramref name="at"/>.</summary>
    public static bool IsAt(ReadOnlySpan<char> text, int at)
    {
        if (at == 0 || at == text.Length)
        {
            return true;
        }

        var before = text[at - 1];
        var after = text[at];
        return char.IsAscii(before) && char.IsAscii(after)
            ? !(char.IsAsciiLetterOrDigit(before) && char.IsAsciiLetterOrDigit(after))
            : IsBetween(CodePointBefore(text, at), CodePointAt(text, at));
    }

    /// <summary>Whether the code point is a letter, a digit or a mark.</summary>
    public static bool IsWord(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) is
        UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.LetterNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsBetween(int before, int after) =>
        !IsWord(before) || !IsWord(after) || IsUnspaced(before) || IsUnspaced(after);

    /// <summary>Whether the code point belongs to a script that writes no spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han.</summary>
    public static bool IsUnspaced(int codePoint) => codePoint is
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static int CodePointAt(ReadOnlySpan<char> text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
            ? char.ConvertToUtf32(text[at], text[at + 1])
            : text[at];

    private static int CodePointBefore(ReadOnlySpan<char> text, int at) =>
        char.IsLowSurrogate(text[at - 1]) && at > 1 && char.IsHighSurrogate(text[at - 2])
            ? char.ConvertToUtf32(text[at - 2], text[at - 1])
            : text[at - 1];
}
