using System.Globalization;

namespace CommentService.Moderation.Classifiers;

/// <summary>What there is to count in a comment, whatever it says.</summary>
internal readonly record struct TextCounts(
    int Cased, int Upper, int Visible, int Digits, int Emoji, int Exclamations, int Questions, int Money, int Lines, int Handles, int Styled, int Invisible)
{
    public static TextCounts Of(string text)
    {
        int cased = 0, upper = 0, visible = 0, digits = 0, emoji = 0, exclamations = 0, questions = 0, money = 0, lines = 0, handles = 0, styled = 0, invisible = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c >= 128)
            {
                Count(c, ref cased, ref upper, ref visible, ref emoji, ref money, ref styled, ref invisible);
                continue;
            }

            visible += c > ' ' ? 1 : 0;
            if ((uint)((c | 0x20) - 'a') < 26)
            {
                cased++;
                upper += c <= 'Z' ? 1 : 0;
                continue;
            }

            digits += (uint)(c - '0') < 10 ? 1 : 0;
            exclamations += c == '!' ? 1 : 0;
            questions += c == '?' ? 1 : 0;
            money += c == '$' ? 1 : 0;
            lines += c == '\n' ? 1 : 0;
            handles += c == '@' && i + 3 < text.Length && char.IsAsciiLetterOrDigit(text[i + 1]) && (i == 0 || text[i - 1] <= ' ') ? 1 : 0;
        }

        return new(cased, upper, visible, digits, emoji, exclamations, questions, money, lines, handles, styled, invisible);
    }

    private static void Count(char c, ref int cased, ref int upper, ref int visible, ref int emoji, ref int money, ref int styled, ref int invisible)
    {
        var category = CharUnicodeInfo.GetUnicodeCategory(c);
        upper += category == UnicodeCategory.UppercaseLetter ? 1 : 0;
        cased += category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter ? 1 : 0;
        money += category == UnicodeCategory.CurrencySymbol ? 1 : 0;
        invisible += category == UnicodeCategory.Format && c != '\u200D' ? 1 : 0;
        visible++;
        // Emoji and letters in fancy dress lie beyond U+FFFF, in blocks with these first units.
        emoji += c is '\uD83C' or '\uD83D' or '\uD83E' || (c is >= '\u2600' and <= '\u27BF') ? 1 : 0;
        styled += c == '\uD835' || c is >= '\uFF21' and <= '\uFF5A' ? 1 : 0;
    }
}
