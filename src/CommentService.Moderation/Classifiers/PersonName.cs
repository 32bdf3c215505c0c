using System.Globalization;

namespace CommentService.Moderation.Classifiers;

/// <summary>Whether a name looks like one that a person goes by: it then says nothing of what the person writes.</summary>
internal static class PersonName
{
    private const int MostWords = 4;

    /// <summary>One word of letters, or up to four of which at least one begins with a capital (or is of a script without them); initials, hyphens and apostrophes included.</summary>
    public static bool Is(ReadOnlySpan<char> name)
    {
        if (Words(name) > MostWords)
        {
            return false;
        }

        var scripts = 0;
        for (var i = 0; i < name.Length; i++)
        {
            var isInside = i > 0 && i + 1 < name.Length && char.IsLetter(name[i - 1]) && char.IsLetter(name[i + 1]);
            scripts = name[i] <= ' ' ? 0 : scripts | Script.Of(name[i]);
            // A point ends an initial or a title, and a word of two alphabets is a disguise.
            var isNameLike = name[i] switch
            {
                <= ' ' => true,
                '.' => !isInside,
                '-' or '\'' or '’' or '`' => isInside || name[i] != '-',
                _ => char.IsLetter(name[i]) || CharUnicodeInfo.GetUnicodeCategory(name[i]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark,
            };
            if (!isNameLike || (scripts & (scripts - 1)) != 0)
            {
                return false;
            }
        }

        return Words(name) <= 1 || !IsLower(name);
    }

    /// <summary>Letters, and no capital among them.</summary>
    public static bool IsLower(ReadOnlySpan<char> name)
    {
        var isLower = false;
        foreach (var c in name)
        {
            if (char.IsUpper(c))
            {
                return false;
            }

            isLower |= char.IsLower(c);
        }

        return isLower;
    }

    public static int Words(ReadOnlySpan<char> name)
    {
        var words = 0;
        for (var i = 0; i < name.Length; i++)
        {
            words += name[i] > ' ' && (i == 0 || name[i - 1] <= ' ') ? 1 : 0;
        }

        return words;
    }
}
