namespace CommentService.Moderation.Words;

/// <summary>
/// Finds every one of many patterns in a text in one pass (Aho and Corasick, 1975). The states nearest to the root, where
/// nearly all steps are taken, have a full row of transitions; deeper ones use the trie and fall back.
/// </summary>
internal sealed class TermSearch
{
    // 256 Ki entries of 4 bytes: small lists become a plain table, large ones stay within a megabyte.
    private const int TableEntries = 1 << 18;
    private const int None = -1;

    private readonly int[] _lengths;
    private readonly ushort[] _symbols;
    private readonly int _width;
    private readonly TermTrie _trie;
    private readonly int[] _rows;
    private readonly int[] _table;
    private readonly int[] _fallback;
    private readonly int[] _firstTerm;
    private readonly int[] _nextTerm;
    private readonly int[] _shorter;

    public TermSearch(IReadOnlyList<string> terms)
    {
        _lengths = [.. terms.Select(term => term.Length)];
        _trie = new TermTrie(_lengths.Sum());
        _symbols = NumberSymbols(terms, out _width);
        int[] ends = [.. terms.Select(term => _trie.Add(term, _symbols))];
        _firstTerm = NewArray(_trie.Count, None);
        _nextTerm = NewArray(terms.Count, None);
        for (var term = terms.Count - 1; term >= 0; term--)
        {
            _nextTerm[term] = _firstTerm[ends[term]];
            _firstTerm[ends[term]] = term;
        }

        _rows = NewArray(_trie.Count, None);
        _table = new int[Math.Min(_trie.Count, Math.Max(1, TableEntries / _width)) * _width];
        _fallback = new int[_trie.Count];
        _shorter = NewArray(_trie.Count, None);
        Link();
    }

    /// <summary>Receives each occurrence, in the order of its end.</summary>
    public delegate void Found<TState>(ref TState state, int term, int start, int end) where TState : allows ref struct;

    /// <summary>Reports each place where a term stands.</summary>
    public void Search<TState>(ReadOnlySpan<char> text, ref TState state, Found<TState> found) where TState : allows ref struct
    {
        var node = 0;
        for (var i = 0; i < text.Length; i++)
        {
            node = Step(node, SymbolOf(text[i]));
            for (var at = _firstTerm[node] >= 0 ? node : _shorter[node]; at != None; at = _shorter[at])
            {
                Report(at, i + 1, ref state, found);
            }
        }
    }

    private void Report<TState>(int node, int end, ref TState state, Found<TState> found) where TState : allows ref struct
    {
        for (var term = _firstTerm[node]; term != None; term = _nextTerm[term])
        {
            found(ref state, term, end - _lengths[term], end);
        }
    }

    private int Step(int node, int symbol)
    {
        for (; ; node = _fallback[node])
        {
            if (_rows[node] is var row and >= 0)
            {
                return _table[row + symbol];
            }

            if (_trie.Child(node, symbol) is var child and >= 0)
            {
                return child;
            }
        }
    }

    // By depth, so that whatever a node falls back to is complete already.
    private void Link()
    {
        var nextRow = 0;
        foreach (var node in _trie.ByDepth())
        {
            var (parent, symbol) = _trie.Above(node);
            var fallback = parent <= 0 ? 0 : Step(_fallback[parent], symbol);
            _fallback[node] = fallback;
            _shorter[node] = node == 0 ? None : _firstTerm[fallback] >= 0 ? fallback : _shorter[fallback];
            if (nextRow < _table.Length)
            {
                FillRow(node, nextRow);
                nextRow += _width;
            }
        }
    }

    private void FillRow(int node, int row)
    {
        for (var symbol = 0; symbol < _width; symbol++)
        {
            var child = _trie.Child(node, symbol);
            _table[row + symbol] = child >= 0 ? child : node == 0 ? 0 : _table[_rows[_fallback[node]] + symbol];
        }

        _rows[node] = row;
    }

    private int SymbolOf(char c) => c < _symbols.Length ? _symbols[c] : 0;

    // Symbol 0 stands for every character that no term has.
    private static ushort[] NumberSymbols(IReadOnlyList<string> terms, out int width)
    {
        var highest = 0;
        foreach (var term in terms)
        {
            foreach (var c in term)
            {
                highest = Math.Max(highest, c);
            }
        }

        var symbols = new ushort[highest + 1];
        width = 1;
        foreach (var term in terms)
        {
            foreach (var c in term)
            {
                symbols[c] = symbols[c] == 0 ? (ushort)width++ : symbols[c];
            }
        }

        return symbols;
    }

    private static int[] NewArray(int length, int value)
    {
        var array = new int[length];
        Array.Fill(array, value);
        return array;
    }
}
