namespace CommentService.Moderation.Classifiers;

/// <summary>The alphabets that matter here: one word in two of them is a disguise, and one without spaces has no words to count.</summary>
internal static class Script
{
    public const int Latin = 1;
    public const int Greek = 2;
    public const int Cyrillic = 4;
    public const int Other = 8;

    /// <summary>One of the constants above, as a bit; 0 for what every script uses.</summary>
    public static int Of(char c) => c switch
    {
        < 'A' => 0,
        < '\u0250' => char.IsLetter(c) ? Latin : 0,
        >= '\u1E00' and <= '\u1EFF' => Latin,
        >= '\u0370' and <= '\u03FF' => Greek,
        >= '\u0400' and <= '\u052F' => Cyrillic,
        _ => char.IsLetter(c) ? Other : 0,
    };

    /// <summary>Written without spaces: each character counts as a word.</summary>
    public static bool IsUnspaced(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\u0E00' and <= '\u0EFF');

    /// <summary>Share of a text's letters that are Latin; 1 where there are none.</summary>
    public static double LatinShare(ReadOnlySpan<char> text)
    {
        var (letters, latin) = (0, 0);
        foreach (var c in text)
        {
            var script = Of(c);
            letters += script != 0 ? 1 : 0;
            latin += script == Latin ? 1 : 0;
        }

        return letters == 0 ? 1 : (double)latin / letters;
    }

    /// <summary>Characters that are a syllable each, of Chinese and Korean: names have few.</summary>
    public static int Syllables(ReadOnlySpan<char> text)
    {
        var syllables = 0;
        foreach (var c in text)
        {
            syllables += c is (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3') ? 1 : 0;
        }

        return syllables;
    }
}
