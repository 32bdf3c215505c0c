namespace CommentService.Moderation.Words;

/// <summary>All lists of a policy, searched together in one pass over a text.</summary>
internal sealed class WordSearch
{
    private static readonly IReadOnlyList<WordHit> NoHits = [];

    private readonly List<(Term Term, int List, Use Use)> _terms = [];
    private readonly List<(Term Term, int List, Use Use)> _signTerms = [];
    private readonly TermSearch _search;
    private readonly TermSearch? _signSearch;
    private readonly Lazy<MaskedTerms> _masked;
    private readonly VariantWords _variants;
    private readonly string[] _names;
    private readonly WordList[] _lists;

    public WordSearch(IReadOnlyDictionary<string, WordList> lists)
    {
        _names = [.. lists.Keys];
        _lists = [.. lists.Values];
        for (var list = 0; list < _lists.Length; list++)
        {
            Add(_lists[list].Terms, list, Use.Term);
            Add(_lists[list].LowercaseTerms, list, Use.LowercaseTerm);
            Add(_lists[list].Exceptions, list, Use.Exception);
        }

        _search = new TermSearch([.. _terms.Select(owned => owned.Term.Pattern)]);
        _signSearch = _signTerms.Count == 0 ? null : new TermSearch([.. _signTerms.Select(owned => owned.Term.Pattern)]);
        _masked = new Lazy<MaskedTerms>(() => new MaskedTerms(Maskable()));
        _variants = new VariantWords(_lists);
    }

    /// <summary>The number of the list with this name, or -1.</summary>
    public int NumberOf(string name) => Array.IndexOf(_names, name);

    /// <summary>Whether a list came with the program: its words are general ones, and an editor's are meant.</summary>
    public bool IsBuiltIn(int list) => BuiltInLists.All.TryGetValue(_names[list], out var own) && ReferenceEquals(own, _lists[list]);

    /// <summary>The language a list is bound to, or null.</summary>
    public string? LanguageOf(int list) => _lists[list].Language;

    /// <summary>Every term found and not inside an exception of its list, by its start; of those that start together the longest first.</summary>
    public IReadOnlyList<WordHit> Find(FoldedText text) => Find(text, out _);

    /// <summary>Also tells how many comparisons it took beyond one step a letter.</summary>
    public IReadOnlyList<WordHit> Find(FoldedText text, out long steps)
    {
        var hits = new Hits { Search = this, Stream = LetterStream.Of(text) };
        _search.Search(hits.Stream.Classes, ref hits, static (ref Hits all, int term, int start, int end) => all.AddRuns(term, start, end));
        _signSearch?.Search(text.Text, ref hits, static (ref Hits all, int term, int start, int end) => all.AddSigns(term, start, end));
        _variants.Find(hits.Stream, ref hits, static (ref Hits all, WordHit hit) => all.Add(hit, isException: false));
        FindMasked(text.Text, ref hits);
        steps = hits.Stream.Steps;
        if (hits.Terms is null)
        {
            return NoHits;
        }

        var kept = hits.Exceptions is null ? hits.Terms : WithoutExceptions(hits.Terms, hits.Exceptions);
        kept.Sort(static (one, other) => one.Start != other.Start ? one.Start.CompareTo(other.Start) : other.End.CompareTo(one.End));
        return kept;
    }

    private void FindMasked(ReadOnlySpan<char> text, ref Hits hits)
    {
        Span<char> letters = stackalloc char[MaskedWord.MaxLength];
        var word = default(MaskedWord);
        for (var at = MaskedWord.NextMask(text, 0); at >= 0; at = MaskedWord.NextMask(text, at))
        {
            if (word.TryRead(text, at, letters))
            {
                var steps = hits.Stream.Steps;
                var term = _masked.Value.Find(letters[..(word.End - word.Start)], word.IsPlain ? null : IsOftenMasked, ref steps);
                hits.Stream.Steps = steps;
                if (term >= 0)
                {
                    hits.Add(new WordHit(_terms[term].List, word.Start, word.End, !word.IsPlain), isException: false);
                }
            }

            at = Math.Max(at + 1, word.End);
            if (at >= text.Length)
            {
                break;
            }
        }
    }

    private bool IsOftenMasked(int term) => _lists[_terms[term].List].Guesses && OftenMasked.Contains(_terms[term].Term.Folded);

    // What may go on after an open term is not known, but its usual forms are.
    private IEnumerable<(string Text, int Term)> Maskable()
    {
        for (var i = 0; i < _terms.Count; i++)
        {
            var (term, _, use) = _terms[i];
            if (use == Use.Term && term.Letters.Length == term.Folded.Length && term.Folded.Length is > 2 and <= MaskedWord.MaxLength)
            {
                yield return (term.Folded, i);
                foreach (var end in term.OpenEnd ? new[] { "s", "ed", "er", "ers", "ing" } : [])
                {
                    yield return (term.Folded + end, i);
                }
            }
        }
    }

    private void Add(IReadOnlyList<string> texts, int list, Use use)
    {
        foreach (var text in texts)
        {
            if (Term.TryRead(text) is { } term)
            {
                (term.Letters.Length == 0 ? _signTerms : _terms).Add((term, list, use));
            }
        }
    }

    // From the end backwards: the earliest start of all exceptions of the list that end no earlier than the hit.
    private List<WordHit> WithoutExceptions(List<WordHit> hits, List<WordHit> exceptions)
    {
        hits.Sort(static (one, other) => one.End.CompareTo(other.End));
        exceptions.Sort(static (one, other) => one.End.CompareTo(other.End));
        var earliest = new int[_names.Length];
        Array.Fill(earliest, int.MaxValue);
        var kept = new List<WordHit>();
        var next = exceptions.Count - 1;
        for (var i = hits.Count - 1; i >= 0; i--)
        {
            for (; next >= 0 && exceptions[next].End >= hits[i].End; next--)
            {
                earliest[exceptions[next].List] = Math.Min(earliest[exceptions[next].List], exceptions[next].Start);
            }

            if (earliest[hits[i].List] > hits[i].Start)
            {
                kept.Add(hits[i]);
            }
        }

        return kept;
    }

    // What a list has a term for.
    private enum Use
    {
        Term,
        LowercaseTerm,
        Exception,
    }

    private struct Hits
    {
        public required WordSearch Search { get; init; }

        public required LetterStream Stream { get; init; }

        public List<WordHit>? Terms { get; private set; }

        public List<WordHit>? Exceptions { get; private set; }

        public void Add(WordHit hit, bool isException) => (isException ? Exceptions ??= [] : Terms ??= []).Add(hit);

        public void AddRuns(int number, int start, int end)
        {
            var (term, list, use) = Search._terms[number];
            var certainty = TermFit.At(Stream, term, start, end - 1, Search._lists[list].Guesses && use == Use.Term, use == Use.Exception, out var first, out var last, out var isPlain);
            if (certainty != Certainty.None && (use != Use.LowercaseTerm || !Stream.HasCapital(first, last)))
            {
                Add(new WordHit(list, Stream.Letters[first].Start, Stream.Letters[last].End, certainty == Certainty.Guess, isPlain), use == Use.Exception);
            }
        }

        public void AddSigns(int number, int start, int end)
        {
            var (term, list, use) = Search._signTerms[number];
            if ((term.OpenStart || WordBoundary.IsAt(Stream.Text.Text, start)) && (term.OpenEnd || WordBoundary.IsAt(Stream.Text.Text, end)))
            {
                Add(new WordHit(list, start, end, IsGuess: false), use == Use.Exception);
            }
        }
    }
}
