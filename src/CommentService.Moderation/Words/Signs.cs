using System.Globalization;
using System.Text;

namespace CommentService.Moderation.Words;

/// <summary>Whether signs are written for letters where they stand.</summary>
internal static class Signs
{
    // Longer ones first.
    private static readonly (string Signs, char Letter)[] Pairs =
        [("\\/\\/", 'w'), ("|-|", 'h'), ("|<", 'k'), ("|_|", 'u'), ("|)", 'd'), ("\\/", 'v'), ("/\\", 'a')];

    /// <summary>A letter made of several signs at the start of a text; length 0 where there is none.</summary>
    public static (char Letter, int Length) Pair(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[0] is '|' or '\\' or '/')
        {
            foreach (var (signs, letter) in Pairs)
            {
                if (text.StartsWith(signs))
                {
                    return (letter, signs.Length);
                }
            }
        }

        return default;
    }

    /// <summary>Whether a sign is written for a letter, as far as its neighbours tell.</summary>
    public static bool IsLetter(ReadOnlySpan<char> text, int at)
    {
        var sign = text[at];
        if (sign is '/' or '\\' or '&')
        {
            return false;
        }

        var before = at > 0 ? Spelling.KindOf(text[at - 1]) : Spelling.Kind.Space;
        var after = at + 1 < text.Length ? Spelling.KindOf(text[at + 1]) : Spelling.Kind.Space;

        // Between letters that it parts one by one (t|i|t|s) it is a separator.
        if (before == Spelling.Kind.Letter && after == Spelling.Kind.Letter
            && ((at > 1 && text[at - 2] == sign) || (at + 2 < text.Length && text[at + 2] == sign)))
        {
            return false;
        }

        return sign switch
        {
            '!' or '|' => IsWord(after) && text[at + 1] != sign,
            '<' => at > 0 && text[at - 1] == '(',
            '(' => IsWord(before) || after is Spelling.Kind.Digit or Spelling.Kind.Sign,
            _ => IsWord(before) || IsWord(after) || (before == Spelling.Kind.Space && after == Spelling.Kind.Space),
        };
    }

    /// <summary>The folded letter of a numeric character reference, of which <paramref name="text"/> begins after the ampersand; length 0 where it is none.</summary>
    public static (char Letter, int Length) Reference(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(';');
        if (end is < 2 or > 8 || text[0] != '#')
        {
            return default;
        }

        var isHex = text[1] == 'x';
        var isNumber = int.TryParse(
            text[(isHex ? 2 : 1)..end],
            isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number);
        if (!isNumber || !Rune.IsValid(number))
        {
            return default;
        }

        var folded = Folding.Of(number);
        return folded == Folding.Dropped || Spelling.KindOf(folded) is Spelling.Kind.Letter or Spelling.Kind.Digit ? (folded, end + 1) : default;
    }

    private static bool IsWord(Spelling.Kind kind) => kind is Spelling.Kind.Letter or Spelling.Kind.Digit or Spelling.Kind.Sign;
}
