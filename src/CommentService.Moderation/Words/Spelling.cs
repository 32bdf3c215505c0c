using System.Globalization;

namespace CommentService.Moderation.Words;

/// <summary>How well a letter of a text stands for a letter of a term.</summary>
internal enum Likeness
{
    None,

    /// <summary>It is that letter.</summary>
    Same,

    /// <summary>A digit or sign for a letter (leetspeak).</summary>
    Sign,

    /// <summary>A letter of another script that looks the same.</summary>
    LookAlike,
}

/// <summary>
/// Which characters are written for which letters: digits and signs, and letters of other scripts (Unicode's
/// confusables, UTS #39; see look-alikes.txt).
/// </summary>
internal static class Spelling
{
    /// <summary>What a folded character is to the reader of letters.</summary>
    public enum Kind : byte
    {
        Other,
        Letter,
        Digit,
        Sign,
        Space,
        Surrogate,
    }

    // Digits and signs, each followed by the letters it is written for.
    private static readonly string[] Stands =
    [
        "0o", "1il", "2z", "3e", "4a", "5s", "6g", "7t", "8b", "9g",
        "@a", "$s", "!il", "|il", "+t", "(c", "<k", "€e", "£l", "¢c", "¥y", "§s",
    ];

    private static readonly char[] Latins = ReadLookAlikes();
    private static readonly string?[] StandsFor = new string?[0x2100];
    private static readonly Kind[] Kinds = FindKinds();

    public static Kind KindOf(char folded) => Kinds[folded];

    /// <summary>The Latin letter that a character looks like; itself where there is none.</summary>
    public static char LatinOf(char c) => c < 0x80 ? c : Latins[c];

    /// <summary>One character for all that may be written for each other: letters that share a digit or sign are one class.</summary>
    public static char ClassOf(char latin) => latin switch
    {
        'l' => 'i',
        'v' => 'u',
        < (char)0x2100 when StandsFor[latin] is { } letters => letters[1],
        _ => latin,
    };

    /// <summary>How well a letter of a text of the same class stands for a term's letter.</summary>
    /// <param name="letter">The text's.</param>
    /// <param name="folded">The term's.</param>
    /// <param name="latin">The Latin letter that the term's is or looks like.</param>
    public static Likeness Compare(in Letter letter, char folded, char latin)
    {
        if (letter.Folded == folded)
        {
            return Likeness.Same;
        }

        if (letter.Kind != LetterKind.Letter)
        {
            return letter.Folded < 0x2100 && StandsFor[letter.Folded] is { } letters && letters.IndexOf(folded, 1) > 0 ? Likeness.Sign : Likeness.None;
        }

        if (letter.Folded < 0x80 && folded < 0x80)
        {
            return letter.Folded == 'v' && folded == 'u' ? Likeness.Sign : Likeness.None;
        }

        // Some that look like i look like l as well.
        return letter.Latin == latin || (letter.Latin == 'i' && folded == 'l') ? Likeness.LookAlike : Likeness.None;
    }

    private static Kind[] FindKinds()
    {
        foreach (var stand in Stands)
        {
            StandsFor[stand[0]] = stand;
        }

        var kinds = new Kind[char.MaxValue + 1];
        for (var i = 0; i < kinds.Length; i++)
        {
            var c = (char)i;
            kinds[i] = char.IsSurrogate(c) ? Kind.Surrogate
                : c == ' ' ? Kind.Space
                : char.IsAsciiDigit(c) ? Kind.Digit
                : c < 0x2100 && StandsFor[c] is not null ? Kind.Sign
                : WordBoundary.IsWord(c) ? Kind.Letter
                : Kind.Other;
        }

        // Signs that are written for letters in pairs, and the beginnings of markup.
        foreach (var c in "/\\<&")
        {
            kinds[c] = Kind.Sign;
        }

        return kinds;
    }

    private static char[] ReadLookAlikes()
    {
        var latins = new char[char.MaxValue + 1];
        for (var i = 0; i < latins.Length; i++)
        {
            latins[i] = (char)i;
        }

        using var reader = new StreamReader(typeof(Spelling).Assembly.GetManifestResourceStream("look-alikes")!);
        while (reader.ReadLine() is { } line)
        {
            for (var i = 2; i < line.Length && line[0] != '#'; i++)
            {
                latins[line[i]] = line[0];
            }
        }

        return latins;
    }
}
