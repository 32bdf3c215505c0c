namespace CommentService.Moderation.Words;

/// <summary>One line of a word list, ready to match.</summary>
internal sealed class Term
{
    /// <summary>Longest term, in UTF-16 code units.</summary>
    public const int MaxLength = 200;

    private Term(string folded, bool openStart, bool openEnd, ReadOnlySpan<Letter> letters, ReadOnlySpan<char> classes)
    {
        Folded = folded;
        OpenStart = openStart;
        OpenEnd = openEnd;
        Letters = letters.ToArray();
        Pattern = classes.ToString();
        FirstRun = RunLength(0, 1);
        LastRun = RunLength(Letters.Length - 1, -1);
        IsWord = Letters.All(letter => letter.Folded is >= 'a' and <= 'z') && Letters.Length == folded.Length;
    }

    /// <summary>The term folded like the texts it is looked for in.</summary>
    public string Folded { get; }

    /// <summary>Written <c>*term</c>: a longer word may go before it.</summary>
    public bool OpenStart { get; }

    /// <summary>Written <c>term*</c>: a longer word may go on after it.</summary>
    public bool OpenEnd { get; }

    /// <summary>Its letters; none where it consists of signs.</summary>
    public Letter[] Letters { get; }

    /// <summary>The classes of its runs of letters (<see cref="LetterStream"/>), or the term where it has no letters.</summary>
    public string Pattern { get; }

    /// <summary>Letters of one class with which it begins.</summary>
    public int FirstRun { get; }

    /// <summary>Letters of one class with which it ends.</summary>
    public int LastRun { get; }

    /// <summary>Whether it is one word of a to z.</summary>
    public bool IsWord { get; }

    /// <summary>Reads a term; null where nothing is left of it, it is too long, or a star stands inside it.</summary>
    public static Term? TryRead(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var openStart = trimmed.StartsWith('*');
        var openEnd = trimmed.Length > 1 && trimmed.EndsWith('*');
        var core = trimmed[(openStart ? 1 : 0)..(trimmed.Length - (openEnd ? 1 : 0))].Trim();
        if (core.Length > MaxLength || core.Contains('*'))
        {
            return null;
        }

        var folded = FoldedText.Of(core.ToString());
        var plain = folded.Text.Trim(' ');
        if (plain.IsEmpty)
        {
            return null;
        }

        var letters = LetterStream.Of(folded);
        return new Term(plain.ToString(), openStart, openEnd, letters.Letters, letters.Letters.IsEmpty ? plain : letters.Classes);
    }

    private int RunLength(int at, int step)
    {
        var length = 0;
        for (var i = at; i >= 0 && i < Letters.Length && Letters[i].Class == Letters[at].Class; i += step)
        {
            length++;
        }

        return length;
    }
}
