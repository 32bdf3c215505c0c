namespace CommentService.Moderation.Words;

/// <summary>A word of a text with a term somewhere in it: what stands before the term, and what after.</summary>
internal readonly ref struct Token
{
    private const int MaxLength = 40;

    // Short terms with a usual ending are surnames ("Spicer").
    private const int MinInflected = 5;

    private readonly ReadOnlySpan<char> _before;
    private readonly ReadOnlySpan<char> _after;
    private readonly ReadOnlySpan<char> _all;
    private readonly bool _isTooLong;

    private Token(ReadOnlySpan<char> before, ReadOnlySpan<char> after, ReadOnlySpan<char> all)
    {
        _before = before;
        _after = after;
        _all = all;
        _isTooLong = before.Length > MaxLength || after.Length > MaxLength;
    }

    /// <summary>The word around some letters.</summary>
    public static Token Around(LetterStream stream, int first, int last)
    {
        var text = stream.Text.Text;
        var (start, end) = (stream.Letters[stream.WordStart(first)].Start, stream.Letters[stream.WordEnd(last)].End);
        return new Token(text[start..stream.Letters[first].Start], text[stream.Letters[last].End..end], text[start..end]);
    }

    /// <summary>Whether the word is the term with others stuck to it ("thetermking"), and none of its own ("Scunthorpe").</summary>
    /// <param name="starts">The term is known to begin a word.</param>
    /// <param name="ends">The term is known to end a word.</param>
    public bool IsGlued(bool starts, bool ends) =>
        !_isTooLong
        && !OrdinaryWords.Contains(_all)
        && (_after.Length is 0 or > 3 || _all.Length - _before.Length - _after.Length >= MinInflected || _after is "s")
        && (starts || Glue.IsBefore(_before))
        && (ends || Glue.IsAfter(_after.TrimEnd("0123456789")));
}
