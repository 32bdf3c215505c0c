using System.Numerics;

namespace CommentService.Moderation.Classifiers;

/// <summary>
/// The words and phrases of <c>hostile-words.txt</c> by their hashes, each with the kinds under which it stands as a set of
/// bits. Open addressing: a word that is of no kind costs one look into memory.
/// </summary>
internal static class HostileWords
{
    /// <summary>Set beside the kinds where a phrase goes on: few words begin one, and after the others none is looked for.</summary>
    public const uint GoesOn = 1u << 31;

    private const ulong PhraseMultiplier = 0xC2B2_AE3D_27D4_EB4F;

    private static readonly ((ulong Hash, uint Kinds)[] Table, int Count, uint Context) All = Read();

    /// <summary>How many kinds there are.</summary>
    public static int Count => All.Count;

    /// <summary>The kinds that tell something only near one of the others.</summary>
    public static uint Context => All.Context;

    /// <summary>The kinds of a word or, by what <see cref="Join"/> makes of its words, of a phrase.</summary>
    public static uint KindsOf(ulong hash)
    {
        var table = All.Table;
        var at = Place(hash, table.Length);
        while (table[at].Kinds != 0 && table[at].Hash != hash)
        {
            at = (at + 1) & (table.Length - 1);
        }

        return table[at].Kinds;
    }

    /// <summary>The hash of a phrase and the word after it.</summary>
    public static ulong Join(ulong phrase, ulong word) => (phrase * PhraseMultiplier) ^ word;

    private static int Place(ulong hash, int length) => (int)((hash * PhraseMultiplier) >> 32) & (length - 1);

    private static ((ulong, uint)[] Table, int Count, uint Context) Read()
    {
        var found = new Dictionary<ulong, uint>();
        var features = new FeatureSet();
        var (count, context) = (0, 0u);
        using var reader = new StreamReader(typeof(HostileWords).Assembly.GetManifestResourceStream("hostile-words")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] is '(' or '[')
            {
                context |= line[0] == '(' ? 1u << count : 0;
                count++;
                continue;
            }

            foreach (var phrase in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                Add(phrase, 1u << (count - 1), features, found);
            }
        }

        return (Filled(found), count, context);
    }

    // Read as a comment's words are.
    private static void Add(string phrase, uint kind, FeatureSet features, Dictionary<ulong, uint> found)
    {
        features.Clear();
        new WordReader(features, SubmissionField.Comment, kind: 0).Read(phrase);
        features.End(FeatureGroup.Comment);
        var hash = features.Word(0).Hash;
        for (var i = 1; i < features.WordCount; i++)
        {
            found[hash] = found.GetValueOrDefault(hash) | GoesOn;
            hash = Join(hash, features.Word(i).Hash);
        }

        found[hash] = found.GetValueOrDefault(hash) | kind;
    }

    private static (ulong, uint)[] Filled(Dictionary<ulong, uint> found)
    {
        var table = new (ulong Hash, uint Kinds)[(int)BitOperations.RoundUpToPowerOf2((uint)found.Count * 2)];
        foreach (var (hash, kinds) in found)
        {
            var at = Place(hash, table.Length);
            while (table[at].Kinds != 0)
            {
                at = (at + 1) & (table.Length - 1);
            }

            table[at] = (hash, kinds);
        }

        return table;
    }
}
