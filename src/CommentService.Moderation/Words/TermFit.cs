namespace CommentService.Moderation.Words;

/// <summary>
/// Whether a term whose classes of letters were found in a text stands there as a word. All that is decided about
/// disguises between letters is decided here; what harmless words do by chance is not forgiven.
/// </summary>
internal static class TermFit
{
    // Shorter terms turn up by chance where words meet, or as names of roads and models.
    private const int MinSplit = 4;
    private const int MinGlued = 4;
    private const int MinCamel = 3;

    /// <summary>Looks at the place where the term's runs were found.</summary>
    /// <param name="stream">The text's letters.</param>
    /// <param name="term">The term.</param>
    /// <param name="firstRun">The run of the text with which it begins.</param>
    /// <param name="lastRun">The run with which it ends.</param>
    /// <param name="guesses">Whether to report what only may be the term.</param>
    /// <param name="plain">Whether only the term as it is written counts, in capitals or with accents.</param>
    /// <param name="first">Its first letter in the text.</param>
    /// <param name="last">Its last letter.</param>
    /// <param name="isPlain">Whether it is written as the list has it.</param>
    public static Certainty At(LetterStream stream, Term term, int firstRun, int lastRun, bool guesses, bool plain, out int first, out int last, out bool isPlain)
    {
        if (RunsAreShort(stream, term, firstRun, lastRun))
        {
            (first, last, isPlain) = (0, 0, false);
            return Certainty.None;
        }

        Span<int> starts = stackalloc int[2];
        Span<int> ends = stackalloc int[2];
        Starts(stream, term, firstRun, starts);
        Ends(stream, term, lastRun, ends);
        var alignment = new Alignment(stream, term);
        foreach (var start in starts)
        {
            foreach (var end in ends)
            {
                if (start >= 0 && end >= start && alignment.Fits(firstRun, start, end))
                {
                    var certainty = plain && !alignment.IsPlain ? Certainty.None : Judge(stream, term, alignment);
                    if (certainty == Certainty.Sure || (certainty == Certainty.Guess && guesses))
                    {
                        (first, last, isPlain) = (start, end, alignment.IsPlain);
                        return certainty;
                    }
                }
            }
        }

        (first, last, isPlain) = (0, 0, false);
        return Certainty.None;
    }

    // "as" for "ass": found often, and out of the question at once.
    private static bool RunsAreShort(LetterStream stream, Term term, int firstRun, int lastRun) =>
        stream.RunEnd(lastRun) - stream.RunStart(lastRun) < term.LastRun || stream.RunEnd(firstRun) - stream.RunStart(firstRun) < term.FirstRun;

    // The latest letter of the run with which a word begins, and its first; where there is none, as many letters as the term has.
    private static void Starts(LetterStream stream, Term term, int run, Span<int> starts)
    {
        var (from, to) = (stream.RunStart(run), stream.RunEnd(run));
        var exact = to - term.FirstRun;
        starts[0] = exact;
        starts[1] = from;
        if (!term.OpenStart)
        {
            for (var i = to - 1; i >= from; i--)
            {
                stream.Steps++;
                if (stream.StartsWord(i))
                {
                    starts[0] = i;
                    break;
                }
            }
        }

        starts[0] = starts[0] < from ? -1 : starts[0];
        starts[1] = starts[1] == starts[0] ? -1 : starts[1];
    }

    private static void Ends(LetterStream stream, Term term, int run, Span<int> ends)
    {
        var (from, to) = (stream.RunStart(run), stream.RunEnd(run));
        var exact = from + term.LastRun - 1;
        ends[0] = exact;
        ends[1] = to - 1;
        if (!term.OpenEnd)
        {
            for (var i = from; i < to; i++)
            {
                stream.Steps++;
                if (stream.EndsWord(i))
                {
                    ends[0] = i;
                    break;
                }
            }
        }

        ends[0] = ends[0] >= to ? -1 : ends[0];
        ends[1] = ends[1] == ends[0] ? -1 : ends[1];
    }

    private static Certainty Judge(LetterStream stream, Term term, in Alignment alignment)
    {
        if (alignment.IsBroken)
        {
            return Certainty.None;
        }

        var certainty = Worse(OfLetters(stream, term, alignment), OfStretch(alignment));
        return certainty == Certainty.None ? certainty
            : alignment.Gaps == 0 ? Worse(certainty, OfEdges(stream, term, alignment))
            : Worse(certainty, OfGaps(stream, term, alignment));
    }

    private static Certainty Worse(Certainty one, Certainty other) => one < other ? one : other;

    private static Certainty OfLetters(LetterStream stream, Term term, in Alignment alignment)
    {
        var count = alignment.Last - alignment.First + 1;
        if (alignment.Digits > 0 && !IsLeet(stream, alignment, count))
        {
            return Certainty.None;
        }

        // A word in one script is a word of that script, unless it stands alone in a text of another.
        if (alignment.LookAlikes > 0 && !alignment.IsMixed && (!stream.IsMostlyLatin || term.Letters[0].Folded >= 0x80))
        {
            return Certainty.None;
        }

        return alignment.Signs == count ? Certainty.None : Certainty.Sure;
    }

    // "A55" is a road and "4x4" a car: letters and digits must take turns, or letters prevail.
    private static bool IsLeet(LetterStream stream, in Alignment alignment, int count)
    {
        var letters = count - alignment.Digits;
        if (letters == 0)
        {
            return false;
        }

        var turns = 0;
        for (var i = alignment.First + 1; i <= alignment.Last; i++)
        {
            turns += (stream.Letters[i].Kind == LetterKind.Digit) != (stream.Letters[i - 1].Kind == LetterKind.Digit) ? 1 : 0;
        }

        return letters > alignment.Digits || turns > 1 || (alignment.Signs > 0 && letters > 1) || (letters == alignment.Digits && count > 3);
    }

    // "sshiitt", "shiiit"; a single letter twice is a word of its own as often as not ("raper", "rapper").
    private static Certainty OfStretch(in Alignment alignment) =>
        alignment.Stretched == 0 || alignment.LongestStretch > 2 || alignment.Stretched * 2 >= Math.Max(alignment.Runs, 4) ? Certainty.Sure : Certainty.None;

    private static Certainty OfEdges(LetterStream stream, Term term, in Alignment alignment)
    {
        var isLong = term.Letters.Length >= MinGlued;
        var isCamel = term.Letters.Length >= MinCamel;
        var starts = stream.StartsWord(alignment.First)
            || (isCamel && IsCamelStart(stream, alignment.First)) || (isLong && IsDigits(stream, alignment.First, -1));
        var ends = stream.EndsWord(alignment.Last)
            || (isCamel && IsCamelEnd(stream, alignment.Last)) || (isLong && IsDigits(stream, alignment.Last, 1));
        return (starts || term.OpenStart) && (ends || term.OpenEnd) ? Certainty.Sure
            : isLong && Token.Around(stream, alignment.First, alignment.Last).IsGlued(starts, ends) ? Certainty.Sure
            : Certainty.None;
    }

    private static bool IsCamelStart(LetterStream stream, int first) =>
        char.IsUpper(stream.Original(first)) && char.IsLower(stream.Original(first - 1));

    private static bool IsCamelEnd(LetterStream stream, int last) =>
        char.IsUpper(stream.Original(last + 1)) && char.IsLower(stream.Original(last));

    // Nothing but digits from the letter to the end of the word, as in "name99".
    private static bool IsDigits(LetterStream stream, int letter, int step)
    {
        for (var i = letter; ; i += step)
        {
            if (i != letter && stream.Letters[i].Kind != LetterKind.Digit)
            {
                return false;
            }

            if (step > 0 ? stream.EndsWord(i) : stream.StartsWord(i))
            {
                return true;
            }

            stream.Steps++;
        }
    }

    private static Certainty OfGaps(LetterStream stream, Term term, in Alignment alignment)
    {
        if (!term.OpenStart && !stream.StartsWord(alignment.First) || !term.OpenEnd && !stream.EndsWord(alignment.Last))
        {
            return Certainty.None;
        }

        if (alignment.Gaps >= alignment.Joints)
        {
            return !IsSpelledOn(stream, alignment) ? Certainty.Sure : Certainty.None;
        }

        return term.Letters.Length < MinSplit ? Certainty.None : Pieces.Of(stream, alignment);
    }

    // "s p i c e" is spelled out as well, and is no term. Before it may stand a word of one letter: "such a b a d day".
    private static bool IsSpelledOn(LetterStream stream, in Alignment alignment)
    {
        var letters = stream.Letters;
        var next = alignment.Last + 1;
        if (next < letters.Length && IsSpelled(letters[next]) && stream.EndsWord(next) && letters[next].Gap == letters[alignment.Last].Gap)
        {
            return true;
        }

        var before = alignment.First - 1;
        if (before < 0 || !IsSpelled(letters[before]))
        {
            return false;
        }

        // "A.S.S.E.T.": parted by signs, the letters before belong to it; parted by spaces, they do unless they are words.
        return (letters[alignment.Last].Gap & Gap.Space) == 0
            ? letters[alignment.First].Gap == letters[alignment.Last].Gap && stream.StartsWord(before)
            : (before == 0 || (letters[before].Gap & Gap.Space) != 0)
                && (letters[before].Folded is not ('a' or 'i' or 'u' or 'y' or 'o') || (before > 0 && stream.StartsWord(before - 1)));
    }

    // A character of a script without spaces is a word, and no letter of one.
    private static bool IsSpelled(in Letter letter) => letter.Kind != LetterKind.Sign && !WordBoundary.IsUnspaced(letter.Folded);
}
