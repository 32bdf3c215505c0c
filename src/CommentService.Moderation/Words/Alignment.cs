namespace CommentService.Moderation.Words;

/// <summary>A term laid letter by letter over a part of a text, and what had to be forgiven to make it fit.</summary>
/// <param name="stream">The text's letters.</param>
/// <param name="term">The term.</param>
internal ref struct Alignment(LetterStream stream, Term term)
{
    /// <summary>First letter of the text.</summary>
    public int First { get; private set; }

    /// <summary>Last letter of the text.</summary>
    public int Last { get; private set; }

    /// <summary>Digits for letters.</summary>
    public int Digits { get; private set; }

    /// <summary>Signs for letters.</summary>
    public int Signs { get; private set; }

    /// <summary>Letters of another script than the term's.</summary>
    public int LookAlikes { get; private set; }

    /// <summary>Longest run that has more letters than the term's has there.</summary>
    public int LongestStretch { get; private set; }

    /// <summary>Runs that have more letters than the term's.</summary>
    public int Stretched { get; private set; }

    /// <summary>Runs in all.</summary>
    public int Runs { get; private set; }

    /// <summary>Gaps where the term has none.</summary>
    public int Gaps { get; private set; }

    /// <summary>Of these, gaps that hold white space.</summary>
    public int Spaces { get; private set; }

    /// <summary>Of these, gaps that ordinary text does not have.</summary>
    public int Signed { get; private set; }

    /// <summary>Places between letters where the term has no gap.</summary>
    public int Joints { get; private set; }

    /// <summary>Whether letters of more than one script take part.</summary>
    public bool IsMixed { get; private set; }

    /// <summary>Whether words of a phrase run together or are parted by more than white space.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether every letter is the term's own and none too many.</summary>
    public readonly bool IsPlain => Digits + Signs + LookAlikes + Stretched + Gaps == 0;

    /// <summary>Lays the term over the runs of the text from the one to the other, which are of its classes, from one letter to another.</summary>
    public bool Fits(int firstRun, int first, int last)
    {
        (First, Last) = (first, last);
        (Digits, Signs, LookAlikes, LongestStretch, Stretched, Runs, Gaps, Spaces, Joints) = (0, 0, 0, 0, 0, 0, 0, 0, 0);
        (Signed, IsBroken) = (0, false);
        var letters = term.Letters;
        var scripts = 0;
        for (var from = 0; from < letters.Length; Runs++)
        {
            var to = from + 1;
            while (to < letters.Length && letters[to].Class == letters[from].Class)
            {
                to++;
            }

            var start = Math.Max(first, stream.RunStart(firstRun + Runs));
            var end = Math.Min(last + 1, stream.RunEnd(firstRun + Runs));
            if (!FitsRun(from, to, start, end, ref scripts))
            {
                return false;
            }

            from = to;
        }

        IsMixed = (scripts & (scripts - 1)) != 0;
        return true;
    }

    private bool FitsRun(int from, int to, int start, int end, ref int scripts)
    {
        var extra = (end - start) - (to - from);
        if (extra < 0)
        {
            return false;
        }

        if (extra > 0)
        {
            Stretched++;
            LongestStretch = Math.Max(LongestStretch, end - start);
        }

        stream.Steps += end - start;
        var at = from;
        for (var i = start; i < end; i++)
        {
            // The next letter of the term as soon as it fits and, where it is another, this one does not.
            var isFirst = i == start;
            if (!isFirst && at + 1 < to && (end - i == to - at - 1 || IsBetter(i, at)))
            {
                at++;
                CheckGap(i, at);
            }
            else if (isFirst && i > First)
            {
                CheckGap(i, at);
            }
            else if (!isFirst)
            {
                AddGap(stream.Letters[i].Gap);
            }

            if (!Count(i, at, ref scripts))
            {
                return false;
            }
        }

        return at == to - 1;
    }

    private readonly bool IsBetter(int i, int at)
    {
        ref readonly var letter = ref stream.Letters[i];
        return Spelling.Compare(letter, term.Letters[at].Folded, term.Letters[at].Latin) == Likeness.None
            && Spelling.Compare(letter, term.Letters[at + 1].Folded, term.Letters[at + 1].Latin) != Likeness.None;
    }

    private bool Count(int i, int at, ref int scripts)
    {
        ref readonly var letter = ref stream.Letters[i];
        ref readonly var wanted = ref term.Letters[at];
        var likeness = Spelling.Compare(letter, wanted.Folded, wanted.Latin);
        if (likeness == Likeness.None)
        {
            return false;
        }

        Digits += likeness == Likeness.Sign && letter.Kind == LetterKind.Digit ? 1 : 0;
        Signs += letter.Kind == LetterKind.Sign && wanted.Kind != LetterKind.Sign ? 1 : 0;
        LookAlikes += likeness == Likeness.LookAlike ? 1 : 0;
        scripts |= letter.Kind != LetterKind.Letter ? 0 : letter.Folded < 0x250 ? 1 : letter.Folded < 0x400 ? 2 : letter.Folded < 0x530 ? 4 : 8;
        return true;
    }

    // What the term has between its own letters need not be there, except for white space between words.
    private void CheckGap(int i, int at)
    {
        var gap = stream.Letters[i].Gap;
        var wanted = term.Letters[at].Gap;
        if (wanted == Gap.None)
        {
            Joints++;
            AddGap(gap);
        }
        else if ((wanted & Gap.Space) != 0 && (gap == Gap.None || ((gap & Gap.Space) != 0 && gap != Gap.Space && wanted == Gap.Space)))
        {
            IsBroken = true;
        }
    }

    private void AddGap(Gap gap)
    {
        Gaps += gap != Gap.None ? 1 : 0;
        Spaces += (gap & Gap.Space) != 0 ? 1 : 0;
        Signed += gap == Gap.Signs ? 1 : 0;
    }
}
