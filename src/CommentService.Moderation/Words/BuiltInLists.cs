namespace CommentService.Moderation.Words;

/// <summary>The word lists that come with the program; <c>Lists/*.txt</c> says what they hold and how they are written.</summary>
internal static class BuiltInLists
{
    /// <summary>Slurs, the strongest abuse and explicit threats.</summary>
    public const string Strong = "english-strong";

    /// <summary>Profanity, insults and the vocabulary of spam.</summary>
    public const string Suspect = "english-suspect";

    private static readonly Lazy<IReadOnlyDictionary<string, WordList>> Lists =
        new(() => new Dictionary<string, WordList> { [Strong] = Read(Strong), [Suspect] = Read(Suspect) });

    public static IReadOnlyDictionary<string, WordList> All => Lists.Value;

    private static WordList Read(string name)
    {
        using var reader = new StreamReader(typeof(BuiltInLists).Assembly.GetManifestResourceStream(name)!);
        var parts = new Dictionary<char, List<string>> { ['!'] = [], ['+'] = [], ['-'] = [], [' '] = [] };
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var isMarked = parts.ContainsKey(line[0]);
                parts[isMarked ? line[0] : ' '].Add(isMarked ? line[1..].Trim() : line.Trim());
            }
        }

        return new WordList { Terms = parts[' '], Exceptions = parts['!'], MustMatch = parts['+'], MustNotMatch = parts['-'] };
    }
}
