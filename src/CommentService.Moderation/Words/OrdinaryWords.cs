namespace CommentService.Moderation.Words;

/// <summary>
/// Ordinary English words and names: what is one of them is no disguise of another. From ordinary-words.txt, which names
/// its source; its words are spelled with a to z only.
/// </summary>
internal static class OrdinaryWords
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = Read();

    public static bool Contains(ReadOnlySpan<char> folded) => Words.Contains(folded);

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Read()
    {
        using var reader = new StreamReader(typeof(OrdinaryWords).Assembly.GetManifestResourceStream("ordinary-words")!);
        var words = new HashSet<string>(40_000, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                words.Add(line);
            }
        }

        return words.GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
