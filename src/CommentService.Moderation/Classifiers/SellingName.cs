namespace CommentService.Moderation.Classifiers;

/// <summary>Whether a name offers something: an address, or a word of <c>selling-words.txt</c>, among which are no names.</summary>
internal static class SellingName
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = Read();

    public static bool Is(ReadOnlySpan<char> name) => HasAddress(name) || HasWord(name);

    /// <summary>A point or a slash within a word, after three letters at least: "A.B. Carter" and "J.Smith" are people.</summary>
    public static bool HasAddress(ReadOnlySpan<char> name)
    {
        var letters = 0;
        for (var i = 0; i + 2 < name.Length; i++)
        {
            if (name[i] is '.' or '/' && letters >= 3 && char.IsAsciiLetterLower(name[i + 1]) && char.IsAsciiLetterLower(name[i + 2]))
            {
                return true;
            }

            letters = char.IsAsciiLetterOrDigit(name[i]) || name[i] == '-' ? letters + 1 : 0;
        }

        return name.Contains("://", StringComparison.Ordinal);
    }

    private static bool HasWord(ReadOnlySpan<char> name)
    {
        for (var start = 0; start < name.Length;)
        {
            var length = 0;
            while (start + length < name.Length && char.IsLetter(name[start + length]))
            {
                length++;
            }

            if (length > 1 && Words.Contains(name.Slice(start, length)))
            {
                return true;
            }

            start += length + 1;
        }

        return false;
    }

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Read()
    {
        using var reader = new StreamReader(typeof(SellingName).Assembly.GetManifestResourceStream("selling-words")!);
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                words.UnionWith(line.Split(' '));
            }
        }

        return words.GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
