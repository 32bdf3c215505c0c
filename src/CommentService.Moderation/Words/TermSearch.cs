namespace CommentService.Moderation.Words;

/// <summary>
/// Finds every one of many patterns in a text in one pass (Aho and Corasick, 1975). The states nearest to the root, where
/// nearly all steps are taken, have a row of transitions for the characters that terms use most; all else is found through
/// the trie, falling back.
/// </summary>
internal sealed class TermSearch
{
    // 256 Ki entries of 4 bytes: small lists become a plain table, large ones stay within a megabyte.
    private const int TableEntries = 1 << 18;
    private const int MostColumns = 96;
    private const int None = -1;

    // A state is a row's place in the table, or else a node, above two bits: whether it is a node, and whether terms end there.
    private const int IsNode = 2;
    private const int Reports = 1;
    private const int StateBits = 2;

    private readonly int[] _lengths;
    private readonly ushort[] _symbols;
    private readonly int _columns;
    private readonly TermTrie _trie;
    private readonly int[] _rows;
    private readonly int[] _table;
    private readonly int[] _nodeOfRow;
    private readonly int[] _fallback;
    private readonly int[] _firstTerm;
    private readonly int[] _nextTerm;
    private readonly int[] _shorter;

    public TermSearch(IReadOnlyList<string> terms)
    {
        _lengths = [.. terms.Select(term => term.Length)];
        _trie = new TermTrie(_lengths.Sum());
        _symbols = NumberSymbols(terms, out var width);
        int[] ends = [.. terms.Select(term => _trie.Add(term, _symbols))];
        _firstTerm = NewArray(_trie.Count, None);
        _nextTerm = NewArray(terms.Count, None);
        for (var term = terms.Count - 1; term >= 0; term--)
        {
            _nextTerm[term] = _firstTerm[ends[term]];
            _firstTerm[ends[term]] = term;
        }

        _rows = NewArray(_trie.Count, None);
        _columns = Math.Min(width, MostColumns);
        _table = new int[Math.Min(_trie.Count, TableEntries / _columns) * _columns];
        _nodeOfRow = new int[_table.Length / _columns];
        _fallback = new int[_trie.Count];
        _shorter = NewArray(_trie.Count, None);
        Link();
        for (var i = 0; i < _table.Length; i++)
        {
            _table[i] = StateOf(_table[i]);
        }
    }

    /// <summary>Receives each occurrence, in the order of its end.</summary>
    public delegate void Found<TState>(ref TState state, int term, int start, int end) where TState : allows ref struct;

    /// <summary>Reports each place where a term stands.</summary>
    public void Search<TState>(ReadOnlySpan<char> text, ref TState state, Found<TState> found) where TState : allows ref struct
    {
        var place = StateOf(0);
        for (var i = 0; i < text.Length; i++)
        {
            var symbol = SymbolOf(text[i]);
            place = (place & IsNode) == 0 && symbol < _columns ? _table[(place >> StateBits) + symbol] : StateAfter(NodeOf(place), symbol);
            if ((place & Reports) == 0)
            {
                continue;
            }

            var node = NodeOf(place);
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
            if (_trie.Child(node, symbol) is var child and >= 0)
            {
                return child;
            }

            if (node == 0)
            {
                return 0;
            }
        }
    }

    private int StateAfter(int node, int symbol)
    {
        for (; ; node = _fallback[node])
        {
            if (symbol < _columns && _rows[node] is var row and >= 0)
            {
                return _table[row + symbol];
            }

            if (_trie.Child(node, symbol) is var child and >= 0)
            {
                return StateOf(child);
            }

            if (node == 0)
            {
                return StateOf(0);
            }
        }
    }

    private int StateOf(int node)
    {
        var reports = _firstTerm[node] >= 0 || _shorter[node] != None ? Reports : 0;
        return (_rows[node] is var row and >= 0 ? row << StateBits : (node << StateBits) | IsNode) | reports;
    }

    private int NodeOf(int state) => (state & IsNode) != 0 ? state >> StateBits : _nodeOfRow[(state >> StateBits) / _columns];

    // By depth, so that whatever a node falls back to is complete already. The table holds nodes at first.
    private void Link()
    {
        var nextRow = 0;
        foreach (var node in _trie.ByDepth())
        {
            var (parent, symbol) = _trie.Above(node);
            var fallback = parent <= 0 ? 0 : NodeAfter(_fallback[parent], symbol);
            _fallback[node] = fallback;
            _shorter[node] = node == 0 ? None : _firstTerm[fallback] >= 0 ? fallback : _shorter[fallback];
            if (nextRow < _table.Length)
            {
                FillRow(node, nextRow);
                nextRow += _columns;
            }
        }
    }

    private int NodeAfter(int node, int symbol) => _rows[node] is var row and >= 0 && symbol < _columns ? _table[row + symbol] : Step(node, symbol);

    private void FillRow(int node, int row)
    {
        for (var symbol = 0; symbol < _columns; symbol++)
        {
            var child = _trie.Child(node, symbol);
            _table[row + symbol] = child >= 0 ? child : node == 0 ? 0 : _table[_rows[_fallback[node]] + symbol];
        }

        _rows[node] = row;
        _nodeOfRow[row / _columns] = node;
    }

    private int SymbolOf(char c) => c < _symbols.Length ? _symbols[c] : 0;

    // Symbol 0 stands for every character that no term has; the others by how often terms have them.
    private static ushort[] NumberSymbols(IReadOnlyList<string> terms, out int width)
    {
        var counts = new int[char.MaxValue + 1];
        foreach (var term in terms)
        {
            foreach (var c in term)
            {
                counts[c]++;
            }
        }

        var used = Enumerable.Range(0, counts.Length).Where(c => counts[c] > 0).OrderByDescending(c => counts[c]).ToArray();
        var symbols = new ushort[used.Length == 0 ? 1 : used.Max() + 1];
        for (var i = 0; i < used.Length; i++)
        {
            symbols[used[i]] = (ushort)(i + 1);
        }

        width = used.Length + 1;
        return symbols;
    }

    private static int[] NewArray(int length, int value)
    {
        var array = new int[length];
        Array.Fill(array, value);
        return array;
    }
}
