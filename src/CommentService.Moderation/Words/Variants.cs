namespace CommentService.Moderation.Words;

/// <summary>
/// Spellings that only may be a term: read from the end, two letters swapped, vowels left out, written as it sounds. What
/// is an ordinary word, or too short to tell, is left out.
/// </summary>
internal static class Variants
{
    private const int MinTerm = 4;
    private const int MinSkeleton = 3;

    // Each is applied everywhere in the word, and where it stands in more than one place, in each place alone.
    private static readonly (string From, string To)[] Sounds =
    [
        ("s", "z"), ("z", "s"), ("ss", "zz"), ("ck", "k"), ("ck", "c"), ("ck", "kk"), ("c", "k"), ("k", "c"), ("k", "ck"), ("f", "ph"), ("ph", "f"),
        ("i", "ee"), ("ee", "i"), ("i", "y"), ("y", "i"), ("y", "ie"), ("y", "ee"), ("ie", "y"), ("oo", "u"), ("u", "oo"), ("u", "oo"), ("x", "cks"), ("cks", "x"),
        ("er", "a"), ("er", "ah"), ("er", "ar"), ("or", "er"), ("wh", "h"), ("wh", "w"), ("qu", "kw"), ("j", "g"), ("g", "j"), ("j", "gg"), ("ing", "in"),
        ("sh", "ch"), ("tt", "dd"), ("tch", "ch"), ("ch", "tch"), ("o", "aw"), ("u", "a"), ("ea", "ee"), ("a", "er"), ("ai", "ay"),
    ];

    /// <summary>All of them for one word of a to z.</summary>
    public static HashSet<string> Of(string word)
    {
        var variants = new HashSet<string>(StringComparer.Ordinal);
        if (word.Length >= MinTerm)
        {
            Add(variants, Reversed(word));
            AddSwapped(variants, word);
            AddSounds(variants, word);
            AddDoubles(variants, word);
            if (Skeleton(word) is { Length: >= MinSkeleton } skeleton)
            {
                Add(variants, skeleton);
                Add(variants, "aeiou".Contains(word[0]) ? word[0] + skeleton : skeleton);
            }

            variants.Remove(word);
        }

        return variants;
    }

    private static void Add(HashSet<string> variants, string variant)
    {
        if (!OrdinaryWords.Contains(variant))
        {
            variants.Add(variant);
        }
    }

    private static string Reversed(string word) => new([.. word.Reverse()]);

    // Of an abbreviation ("stfu") nothing is left that tells it.
    private static string Skeleton(string word) =>
        word.AsSpan(0, word.Length - 1).ContainsAny("aeiou") ? new([.. word.Where(c => !"aeiou".Contains(c))]) : word;

    private static void AddSwapped(HashSet<string> variants, string word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            Add(variants, string.Concat(word[..(i - 1)], word.Substring(i, 1), word.Substring(i - 1, 1), word[(i + 1)..]));
        }
    }

    private static void AddSounds(HashSet<string> variants, string word)
    {
        Add(variants, word + "z");
        foreach (var (from, to) in Sounds)
        {
            for (var at = word.IndexOf(from, StringComparison.Ordinal); at >= 0; at = word.IndexOf(from, at + 1, StringComparison.Ordinal))
            {
                Add(variants, string.Concat(word.AsSpan(0, at), to, word.AsSpan(at + from.Length)));
            }

            if (word.Contains(from, StringComparison.Ordinal))
            {
                Add(variants, word.Replace(from, to, StringComparison.Ordinal));
            }
        }
    }

    // A consonant twice, or once where it should stand twice.
    private static void AddDoubles(HashSet<string> variants, string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (i > 0 && word[i] == word[i - 1])
            {
                Add(variants, word.Remove(i, 1));
            }
            else if (!"aeiou".Contains(word[i]))
            {
                Add(variants, word.Insert(i, word.Substring(i, 1)));
            }
        }
    }
}
