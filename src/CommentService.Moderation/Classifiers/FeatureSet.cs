namespace CommentService.Moderation.Classifiers;

/// <summary>
/// The features of one submission: numbers below 2^<see cref="Bits"/>, by group, each with the word from which it comes.
/// Within a group each feature is there once, however often the text repeats itself. Meant to be filled again and again;
/// holds no text.
/// </summary>
internal sealed class FeatureSet
{
    /// <summary>Bits of a feature's number.</summary>
    public const int Bits = 18;

    // Past this a text says nothing new, and the time is bounded.
    private const int MostFeatures = 12_000;

    /// <summary>How many there are of <see cref="FeatureGroup"/>.</summary>
    public const int Groups = 7;

    private readonly int[] _ends = new int[Groups];
    private readonly ulong[] _seen = new ulong[(1 << Bits) / 64];
    private int[] _ids = new int[1024];
    private int[] _words = new int[1024];
    private (SubmissionField Field, int Start, int End, int Id, ulong Hash)[] _places = new (SubmissionField, int, int, int, ulong)[128];

    public int Count { get; private set; }

    public int WordCount { get; private set; }

    /// <summary>Words of the comment whose letters come from two alphabets.</summary>
    public int MixedWords { get; set; }

    public void Clear() => (Count, WordCount, MixedWords) = (0, 0, 0);

    /// <summary>The features of a group.</summary>
    public ReadOnlySpan<int> Of(FeatureGroup group) => _ids.AsSpan()[StartOf(group).._ends[(int)group]];

    /// <summary>For each feature of a group the number of its word; below zero where there is none.</summary>
    public ReadOnlySpan<int> WordsOf(FeatureGroup group) => _words.AsSpan()[StartOf(group).._ends[(int)group]];

    /// <summary>Where a word stands, its own feature, and its hash, which is the same in all fields.</summary>
    public (SubmissionField Field, int Start, int End, int Id, ulong Hash) Word(int number) => _places[number];

    /// <summary>Groups are filled in their order, each once.</summary>
    public void End(FeatureGroup group)
    {
        _ends[(int)group] = Count;
        foreach (var id in Of(group))
        {
            _seen[id >> 6] = 0;
        }
    }

    public int AddWord(SubmissionField field, int start, int end, int id, ulong hash)
    {
        if (WordCount == _places.Length)
        {
            Array.Resize(ref _places, WordCount * 2);
        }

        _places[WordCount] = (field, start, end, id, hash);
        return WordCount++;
    }

    public void Add(int id, int word)
    {
        var bit = 1UL << (id & 63);
        if ((_seen[id >> 6] & bit) != 0)
        {
            return;
        }

        _seen[id >> 6] |= bit;
        if (Count == _ids.Length)
        {
            if (Count >= MostFeatures)
            {
                _seen[id >> 6] &= ~bit;
                return;
            }

            Array.Resize(ref _ids, Count * 2);
            Array.Resize(ref _words, Count * 2);
        }

        _ids[Count] = id;
        _words[Count++] = word;
    }

    private int StartOf(FeatureGroup group) => group == FeatureGroup.Comment ? 0 : _ends[(int)group - 1];
}
