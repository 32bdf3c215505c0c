namespace CommentService.Moderation.Words;

/// <summary>
/// The letters of a folded text with all that stands between them taken out and noted, and their runs: neighbours of one
/// class are one step for the search, so that stretched letters cost and hide nothing. One pass; the arrays are kept
/// for the next text.
/// </summary>
internal sealed class LetterStream
{
    // A tag longer than this hides no word.
    private const int LongestTag = 64;

    // What a very long text took is given back.
    private const int Kept = 1 << 16;

    [ThreadStatic]
    private static LetterStream? _ofThread;

    private FoldedText _text = null!;
    private Letter[] _letters = new Letter[512];
    private char[] _classes = new char[512];
    private int[] _runs = new int[513];
    private int _count;
    private int _runCount;
    private Gap _gap;
    private bool? _isMostlyLatin;
    private (int From, int To) _start;
    private (int From, int To) _end;

    /// <summary>Comparisons of letters made so far: what a text costs beyond one step a letter. Tests hold it to a bound.</summary>
    public long Steps { get; set; }

    public FoldedText Text => _text;

    public ReadOnlySpan<Letter> Letters => _letters.AsSpan(0, _count);

    /// <summary>The class of each run.</summary>
    public ReadOnlySpan<char> Classes => _classes.AsSpan(0, _runCount);

    /// <summary>Whether letters of other scripts are the exception in this text.</summary>
    public bool IsMostlyLatin => _isMostlyLatin ??= CountScripts();

    /// <summary>The letters of a text; valid until this thread reads the next.</summary>
    public static LetterStream Of(FoldedText text)
    {
        var stream = _ofThread ??= new LetterStream();
        stream.Read(text);
        return stream;
    }

    /// <summary>The first letter of a run.</summary>
    public int RunStart(int run) => _runs[run];

    /// <summary>The letter after the last of a run.</summary>
    public int RunEnd(int run) => _runs[run + 1];

    /// <summary>The original character from which a letter came.</summary>
    public char Original(int letter) => _text.OriginalAt(_letters[letter].Start);

    /// <summary>Whether one of these letters is a capital.</summary>
    public bool HasCapital(int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            if (char.IsUpper(Original(i)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a word may begin at a letter.</summary>
    public bool StartsWord(int letter) => letter == 0 || IsBoundary(letter, outside: letter - 1);

    /// <summary>Whether a word may end with a letter.</summary>
    public bool EndsWord(int letter) => letter == _count - 1 || IsBoundary(letter + 1, outside: letter + 1);

    /// <summary>The letter with which the word of a letter begins. Asked in the order of the text, all answers together take one pass.</summary>
    public int WordStart(int letter)
    {
        var at = letter;
        while (!(at >= _start.From && at <= _start.To) && !StartsWord(at))
        {
            at--;
            Steps++;
        }

        _start = (at >= _start.From && at <= _start.To ? _start.From : at, letter);
        return _start.From;
    }

    /// <summary>The letter with which the word of a letter ends; as <see cref="WordStart"/>.</summary>
    public int WordEnd(int letter)
    {
        if (letter < _end.From || letter > _end.To)
        {
            var at = letter;
            while (!EndsWord(at))
            {
                at++;
                Steps++;
            }

            _end = (letter, at);
        }

        return _end.To;
    }

    // Between a letter and the one before it. A sign may always be just a sign.
    private bool IsBoundary(int letter, int outside)
    {
        ref var after = ref _letters[letter];
        return after.Gap != Gap.None
            || _letters[outside].Kind == LetterKind.Sign
            || (after.Folded >= 0x80 && WordBoundary.IsAt(_text.Text, after.Start));
    }

    private void Read(FoldedText text)
    {
        _text = text;
        Reserve(text.Length);
        _count = _runCount = 0;
        _gap = Gap.None;
        _isMostlyLatin = null;
        _start = _end = (0, -1);
        Steps = 0;
        var folded = text.Text;
        for (var at = 0; at < folded.Length;)
        {
            at = ReadAt(folded, at);
        }

        _runs[_runCount] = _count;
    }

    private int ReadAt(ReadOnlySpan<char> folded, int at)
    {
        var c = folded[at];
        switch (Spelling.KindOf(c))
        {
            case Spelling.Kind.Letter:
                Add(c, c < 0x80 ? c : LatinAt(at, c), LetterKind.Letter, at, at + 1);
                return at + 1;
            case Spelling.Kind.Digit:
                Add(c, c, LetterKind.Digit, at, at + 1);
                return at + 1;
            case Spelling.Kind.Space:
                _gap |= Gap.Space;
                return at + 1;
            case Spelling.Kind.Sign:
                return ReadSign(folded, at);
            case Spelling.Kind.Surrogate when at + 1 < folded.Length && char.IsSurrogatePair(c, folded[at + 1])
                && WordBoundary.IsWord(char.ConvertToUtf32(c, folded[at + 1])):
                Add(c, c, LetterKind.Letter, at, at + 1);
                Add(folded[at + 1], folded[at + 1], LetterKind.Letter, at + 1, at + 2);
                return at + 2;
            default:
                _gap |= ".,-'\":;?!/)&".Contains(c) ? Gap.Punctuation : Gap.Signs;
                return at + 1;
        }
    }

    private int ReadSign(ReadOnlySpan<char> folded, int at)
    {
        if (folded[at] is '<' or '&' && ReadMarkup(folded, at) is var end and > 0)
        {
            return end;
        }

        if (Signs.Pair(folded[at..]) is { Length: > 0 } pair)
        {
            Add(pair.Letter, pair.Letter, LetterKind.Sign, at, at + pair.Length);
            return at + pair.Length;
        }

        if (Signs.IsLetter(folded, at))
        {
            Add(folded[at], folded[at], LetterKind.Sign, at, at + 1);
        }
        else
        {
            _gap |= folded[at] is '/' or '!' or '(' or '&' ? Gap.Punctuation : Gap.Signs;
        }

        return at + 1;
    }

    // A tag inside a word parts it for no reader; a character reference is the character.
    private int ReadMarkup(ReadOnlySpan<char> folded, int at)
    {
        var rest = folded.Slice(at + 1, Math.Min(LongestTag, folded.Length - at - 1));
        if (folded[at] == '<')
        {
            var close = rest.IndexOf('>');
            return close > 0 && (char.IsAsciiLetter(rest[0]) || rest[0] is '/' or '!') ? at + close + 2 : 0;
        }

        var (c, length) = Signs.Reference(rest);
        if (length == 0)
        {
            return 0;
        }

        if (c != Folding.Dropped)
        {
            Add(c, Spelling.LatinOf(c), LetterKind.Letter, at, at + 1 + length);
        }

        return at + 1 + length;
    }

    // Capitals look like other letters than their small forms do, so the original is asked first.
    private char LatinAt(int at, char folded)
    {
        var original = _text.OriginalAt(at);
        var latin = Spelling.LatinOf(original);
        return latin != original ? latin : Spelling.LatinOf(folded);
    }

    private void Add(char folded, char latin, LetterKind kind, int start, int end)
    {
        var type = Spelling.ClassOf(latin);
        if (_count == 0 || _letters[_count - 1].Class != type)
        {
            _classes[_runCount] = type;
            _runs[_runCount++] = _count;
        }

        _letters[_count++] = new Letter(folded, latin, type, _gap, kind, start, end);
        _gap = Gap.None;
    }

    private void Reserve(int length)
    {
        if (_letters.Length < length || (_letters.Length > Kept && length <= Kept))
        {
            var size = Math.Max(512, length + (length / 4));
            _letters = new Letter[size];
            _classes = new char[size];
            _runs = new int[size + 1];
        }
    }

    private bool CountScripts()
    {
        var latin = 0;
        var other = 0;
        foreach (ref readonly var letter in Letters)
        {
            latin += letter.Folded < 0x80 && letter.Kind == LetterKind.Letter ? 1 : 0;
            other += letter.Folded >= 0x370 ? 1 : 0;
        }

        return latin > 2 * other;
    }
}
