namespace CommentService.Moderation.Words;

/// <summary>All spellings that only may be a term (<see cref="Variants"/>), of the lists that ask for them, looked up word by word.</summary>
internal sealed class VariantWords
{
    private const int MinLength = 3;
    private const int MaxLength = 24;
    private const int LongestAcronym = 5;
    private const int MaxQuotes = 4;

    private readonly Dictionary<string, int> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public VariantWords(IReadOnlyList<WordList> lists)
    {
        for (var list = 0; list < lists.Count; list++)
        {
            foreach (var text in lists[list].Guesses ? lists[list].Terms : [])
            {
                foreach (var variant in Term.TryRead(text) is { IsWord: true } term ? Variants.Of(term.Folded) : [])
                {
                    _lists.TryAdd(variant, list);
                }
            }
        }

        _lookup = _lists.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public delegate void Found<TState>(ref TState state, WordHit hit) where TState : allows ref struct;

    /// <summary>Reports each word that may be a term.</summary>
    public void Find<TState>(LetterStream stream, ref TState state, Found<TState> found) where TState : allows ref struct
    {
        if (_lists.Count == 0)
        {
            return;
        }

        var letters = stream.Letters;
        for (var first = 0; first < letters.Length;)
        {
            var last = first;
            var isPlain = letters[first].Folded is >= 'a' and <= 'z';
            while (!stream.EndsWord(last))
            {
                isPlain &= letters[++last].Folded is >= 'a' and <= 'z';
            }

            var length = last - first + 1;
            if (isPlain && length is >= MinLength and <= MaxLength && letters[last].End - letters[first].Start == length
                && _lookup.TryGetValue(stream.Text.Text[letters[first].Start..letters[last].End], out var list)
                && !IsName(stream, first, last))
            {
                found(ref state, new WordHit(list, letters[first].Start, letters[last].End, IsGuess: true));
            }

            first = last + 1;
        }
    }

    // A capital inside a sentence begins a name; a few capitals among small letters are an abbreviation.
    private static bool IsName(LetterStream stream, int first, int last)
    {
        if (!char.IsUpper(stream.Original(first)))
        {
            return false;
        }

        var text = stream.Text;
        var at = stream.Letters[first].Start - 1;
        for (var i = 0; i < MaxQuotes && at >= 0 && text.Text[at] is ' ' or '"' or '\'' or '('; i++)
        {
            at--;
        }

        return char.IsUpper(stream.Original(last))
            ? last - first < LongestAcronym && text.Original.AsSpan().ContainsAnyInRange('a', 'z')
            : at >= 0 && text.Text[at] is not ('.' or '!' or '?' or ':');
    }
}
