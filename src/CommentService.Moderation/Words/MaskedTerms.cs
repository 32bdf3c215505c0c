namespace CommentService.Moderation.Words;

/// <summary>
/// Finds the terms that a word with masked letters may be: <c>b*d</c>. Terms are sorted by length and text, once from the
/// left and once from the right, so that what is known of the word leads to few of them.
/// </summary>
internal sealed class MaskedTerms
{
    /// <summary>Stands for a masked letter.</summary>
    public const char Mask = '\0';

    // Bounds what one word costs, whatever the lists.
    private const int MaxCandidates = 256;

    private readonly (string Text, int Term)[] _fromLeft;
    private readonly (string Text, int Term)[] _fromRight;

    public MaskedTerms(IEnumerable<(string Text, int Term)> terms)
    {
        _fromLeft = [.. terms];
        _fromRight = Array.ConvertAll(_fromLeft, term => (new string([.. term.Text.Reverse()]), term.Term));
        Array.Sort(_fromLeft, ByLength);
        Array.Sort(_fromRight, ByLength);
    }

    /// <summary>The first term that fits, and of which <paramref name="only"/> approves where it is given; or -1.</summary>
    public int Find(ReadOnlySpan<char> word, Func<int, bool>? only, ref long steps)
    {
        var known = word.IndexOf(Mask);
        var knownAtEnd = word.Length - 1 - word.LastIndexOf(Mask);
        if (known >= knownAtEnd)
        {
            return Find(_fromLeft, word, known, only, ref steps);
        }

        Span<char> reversed = stackalloc char[word.Length];
        word.CopyTo(reversed);
        reversed.Reverse();
        return Find(_fromRight, reversed, knownAtEnd, only, ref steps);
    }

    private static int Find((string Text, int Term)[] terms, ReadOnlySpan<char> word, int known, Func<int, bool>? only, ref long steps)
    {
        var start = word[..known];
        var (low, high) = (0, terms.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Compare(terms[middle].Text, word.Length, start) < 0 ? (middle + 1, high) : (low, middle);
        }

        for (var i = low; i < Math.Min(terms.Length, low + MaxCandidates); i++)
        {
            steps++;
            if (terms[i].Text.Length != word.Length || !terms[i].Text.AsSpan().StartsWith(start))
            {
                break;
            }

            if (Fits(terms[i].Text, word) && only?.Invoke(terms[i].Term) != false)
            {
                return terms[i].Term;
            }
        }

        return -1;
    }

    private static bool Fits(string term, ReadOnlySpan<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] != Mask && word[i] != term[i])
            {
                return false;
            }
        }

        return true;
    }

    private static int Compare(string term, int length, ReadOnlySpan<char> start) =>
        term.Length != length ? term.Length.CompareTo(length) : term.AsSpan(0, Math.Min(start.Length, length)).SequenceCompareTo(start);

    private static int ByLength((string Text, int Term) one, (string Text, int Term) other) =>
        one.Text.Length != other.Text.Length ? one.Text.Length.CompareTo(other.Text.Length) : string.CompareOrdinal(one.Text, other.Text);
}
