using System.Numerics;

namespace CommentService.Moderation.Classifiers;

/// <summary>
/// Adds what kinds of hostile words a comment has (<see cref="HostileWords"/>), how many of each, and which stand near which
/// within a sentence: "you" before an insult is another matter than the insult alone. So what was learnt of one word holds
/// for its like.
/// </summary>
internal static class MannerReader
{
    // Words before a word that are near it.
    private const int Reach = 6;
    private const int MostCounted = 7;
    private const int Passage = 64;

    // Keeps these apart from the kinds of FeatureReader.
    private const ulong MannerKind = 8;

    public static void Read(string comment, FeatureSet features)
    {
        Span<int> counts = stackalloc int[32];
        counts.Clear();
        Span<uint> near = stackalloc uint[Reach];
        var words = features.WordCount;

        // Phrases that may go on with the next word: of one word so far, and of two; 0 where there is none.
        ulong one = 0, two = 0;
        for (var i = 0; i < words; i++)
        {
            var word = features.Word(i);
            if (i > 0 && comment.AsSpan()[features.Word(i - 1).End..word.Start].ContainsAny(".!?\n"))
            {
                near.Clear();
                (one, two) = (0, 0);
            }

            var alone = HostileWords.KindsOf(word.Hash);
            var pair = one == 0 ? 0 : HostileWords.Join(one, word.Hash);
            var ofPair = pair == 0 ? 0 : HostileWords.KindsOf(pair);
            var ofThree = two == 0 ? 0 : HostileWords.KindsOf(HostileWords.Join(two, word.Hash));
            var kinds = (alone | ofPair | ofThree) & ~HostileWords.GoesOn;
            two = (ofPair & HostileWords.GoesOn) == 0 ? 0 : pair;
            one = (alone & HostileWords.GoesOn) == 0 ? 0 : word.Hash;
            if (kinds != 0)
            {
                AddWord(features, i, kinds, near, counts);
            }

            near[i % Reach] = kinds;
        }

        for (var kind = 0; kind < HostileWords.Count; kind++)
        {
            // Long texts have some of everything: what counts is how many in a passage, rounded up.
            var count = ((counts[kind] * Passage) + Math.Max(words, Passage) - 1) / Math.Max(words, Passage);
            Add(features, -1, 3, kind, 32 - BitOperations.LeadingZeroCount((uint)Math.Min(count, MostCounted)));
        }
    }

    private static void AddWord(FeatureSet features, int word, uint kinds, ReadOnlySpan<uint> near, Span<int> counts)
    {
        var before = 0u;
        foreach (var others in near)
        {
            before |= others;
        }

        for (var rest = kinds; rest != 0; rest &= rest - 1)
        {
            var kind = BitOperations.TrailingZeroCount(rest);
            counts[kind]++;
            var tellsAlone = (HostileWords.Context & (1u << kind)) == 0;
            if (tellsAlone)
            {
                Add(features, word, 1, kind, 0);
            }

            for (var others = tellsAlone ? before : before & ~HostileWords.Context; others != 0; others &= others - 1)
            {
                Add(features, word, 2, kind, BitOperations.TrailingZeroCount(others));
            }
        }
    }

    private static void Add(FeatureSet features, int word, int what, int kind, int other) =>
        features.Add(WordReader.Number((MannerKind << 32) ^ ((ulong)what << 16) ^ ((ulong)kind << 8) ^ (ulong)other), word);
}
