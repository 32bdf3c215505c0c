using System.Reflection;

namespace CommentService.Moderation.Words;

/// <summary>The word lists that come with the program; <c>Lists/*.txt</c> says what they hold and how they are written.</summary>
internal static class BuiltInLists
{
    /// <summary>Slurs, vulgar abuse and explicit threats, in English.</summary>
    public const string EnglishStrong = "english-strong";

    /// <summary>Insults, mild profanity and the vocabulary of spam, in English.</summary>
    public const string EnglishSuspect = "english-suspect";

    private const string StrongEnd = "-strong";
    private const string SuspectEnd = "-suspect";

    private static readonly Lazy<IReadOnlyDictionary<string, WordList>> Lists = new(() =>
        Names().ToDictionary(name => name, Read));

    public static IReadOnlyDictionary<string, WordList> All => Lists.Value;

    /// <summary>The names of the lists of what is rejected, English first.</summary>
    public static IReadOnlyList<string> Strong { get; } = [.. Names().Where(name => name.EndsWith(StrongEnd, StringComparison.Ordinal))];

    /// <summary>The names of the lists of what is held, English first.</summary>
    public static IReadOnlyList<string> Suspect { get; } = [.. Names().Where(name => name.EndsWith(SuspectEnd, StringComparison.Ordinal))];

    private static Assembly Own => typeof(BuiltInLists).Assembly;

    private static IEnumerable<string> Names() => Own.GetManifestResourceNames()
        .Where(name => name.EndsWith(StrongEnd, StringComparison.Ordinal) || name.EndsWith(SuspectEnd, StringComparison.Ordinal))
        .OrderByDescending(name => name.StartsWith("english", StringComparison.Ordinal))
        .ThenBy(name => name, StringComparer.Ordinal);

    private static WordList Read(string name)
    {
        using var reader = new StreamReader(Own.GetManifestResourceStream(name)!);
        var parts = "!+-~@ ".ToDictionary(mark => mark, _ => new List<string>());
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var isMarked = parts.ContainsKey(line[0]);
                parts[isMarked ? line[0] : ' '].Add(isMarked ? line[1..].Trim() : line.Trim());
            }
        }

        // Guessing rests on the ordinary words of English.
        return new WordList
        {
            Terms = parts[' '],
            LowercaseTerms = parts['~'],
            Exceptions = parts['!'],
            MustMatch = parts['+'],
            MustNotMatch = parts['-'],
            Language = parts['@'].FirstOrDefault(),
            Guesses = parts['@'].Count == 0,
        };
    }
}
