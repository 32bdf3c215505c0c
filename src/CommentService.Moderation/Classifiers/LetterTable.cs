using System.Globalization;
using System.Text;

namespace CommentService.Moderation.Classifiers;

/// <summary>
/// What the classifiers take one UTF-16 unit for: a letter in lower case without its diacritic, <c>0</c> for any digit, or a
/// separator. Kept apart from the word lists' folding: the weights belong to exactly this table.
/// </summary>
internal static class LetterTable
{
    /// <summary>Between words.</summary>
    public const char Separator = ' ';

    /// <summary>Leaves nothing behind: marks, apostrophes, what cannot be seen.</summary>
    public const char Dropped = '\0';

    private const int PageSize = 256;

    // Filled page by page on first use; two threads that fill the same page write the same values.
    private static readonly char[]?[] Pages = new char[]?[0x10000 / PageSize];

    public static char Of(char c) => (Pages[c / PageSize] ??= NewPage(c / PageSize))[c % PageSize];

    private static char[] NewPage(int number)
    {
        var page = new char[PageSize];
        for (var i = 0; i < PageSize; i++)
        {
            page[i] = Fold((char)((number * PageSize) + i));
        }

        return page;
    }

    private static char Fold(char c)
    {
        if (c is '\'' or '’' or '‘' or '´' or '`' || char.IsSurrogate(c))
        {
            return Dropped;
        }

        switch (CharUnicodeInfo.GetUnicodeCategory(c))
        {
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter:
                // The base letter stands first; of a ligature the first letter must do.
                return char.ToLowerInvariant(c.ToString().Normalize(NormalizationForm.FormKD)[0]);
            case UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber:
                return '0';
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format:
                return Dropped;
            default:
                return Separator;
        }
    }
}
