namespace CommentService.Moderation.Words;

/// <summary>All lists of a policy, searched together in one pass over a text.</summary>
internal sealed class WordSearch
{
    private static readonly IReadOnlyList<WordHit> NoHits = [];

    private readonly List<(int List, bool IsException)> _owners = [];
    private readonly TermSearch _search;
    private readonly string[] _names;
    private readonly WordList[] _lists;

    public WordSearch(IReadOnlyDictionary<string, WordList> lists)
    {
        _names = [.. lists.Keys];
        _lists = [.. lists.Values];
        var terms = new List<Term>();
        for (var list = 0; list < _lists.Length; list++)
        {
            Add(terms, _lists[list].Terms, list, isException: false);
            Add(terms, _lists[list].Exceptions, list, isException: true);
        }

        _search = new TermSearch(terms);
    }

    /// <summary>The number of the list with this name, or -1.</summary>
    public int NumberOf(string name) => Array.IndexOf(_names, name);

    /// <summary>The language a list is bound to, or null.</summary>
    public string? LanguageOf(int list) => _lists[list].Language;

    /// <summary>Every term found and not inside an exception of its list, in the order of its end.</summary>
    public IReadOnlyList<WordHit> Find(FoldedText text)
    {
        var hits = new Hits { Owners = _owners };
        _search.Search(text.Text, ref hits, static (ref Hits all, int term, int start, int end) => all.Add(term, start, end));
        if (hits.Terms is null)
        {
            return NoHits;
        }

        return hits.Exceptions is null ? hits.Terms : WithoutExceptions(hits.Terms, hits.Exceptions);
    }

    private void Add(List<Term> terms, IReadOnlyList<string> texts, int list, bool isException)
    {
        foreach (var text in texts)
        {
            if (Term.TryRead(text) is { } term)
            {
                terms.Add(term);
                _owners.Add((list, isException));
            }
        }
    }

    // From the end backwards: the earliest start of all exceptions of the list that end no earlier than the hit.
    private List<WordHit> WithoutExceptions(List<WordHit> hits, List<WordHit> exceptions)
    {
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

        kept.Reverse();
        return kept;
    }

    private struct Hits
    {
        public required List<(int List, bool IsException)> Owners { get; init; }

        public List<WordHit>? Terms { get; private set; }

        public List<WordHit>? Exceptions { get; private set; }

        public void Add(int term, int start, int end)
        {
            var (list, isException) = Owners[term];
            (isException ? Exceptions ??= [] : Terms ??= []).Add(new WordHit(list, start, end));
        }
    }
}
