namespace CommentService.Moderation.Words;

/// <summary>
/// Words that were taken apart once or twice: <c>fu_ck</c>, <c>bastar d</c>. Where ordinary words meet, such letters
/// turn up by chance ("the rapist", "pen is"), so at least one piece must be no word.
/// </summary>
internal static class Pieces
{
    private const int MaxPieces = 4;

    public static Certainty Of(LetterStream stream, in Alignment alignment)
    {
        if (alignment.Gaps >= MaxPieces)
        {
            return Certainty.None;
        }

        var words = 0;
        var pieces = 0;
        var start = alignment.First;
        for (var i = start + 1; i <= alignment.Last + 1; i++)
        {
            if (i > alignment.Last || stream.Letters[i].Gap != Gap.None)
            {
                words += IsOrdinary(stream, start, i) ? 1 : 0;
                pieces++;
                start = i;
            }
        }

        return words == pieces || IsContraction(stream, alignment) ? Certainty.None
            : words > 0 || alignment.Spaces > 0 ? Certainty.Guess
            : Certainty.Sure;
    }

    private static bool IsOrdinary(LetterStream stream, int start, int end)
    {
        var piece = stream.Text.Text[stream.Letters[start].Start..stream.Letters[end - 1].End];

        // Letters that stand alone in ordinary text: "a", "I", and what is left of "it's", "don't", "I'd" without the apostrophe.
        return piece.Length == 1 ? "aiostdm".Contains(piece[0]) : OrdinaryWords.Contains(piece);
    }

    // "it's hit": the piece belongs to the word before the apostrophe.
    private static bool IsContraction(LetterStream stream, in Alignment alignment)
    {
        var at = stream.Letters[alignment.First].Start;
        return at > 0 && stream.Text.Text[at - 1] == '\'';
    }
}
