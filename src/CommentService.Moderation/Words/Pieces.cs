namespace CommentService.Moderation.Words;

/// <summary>
/// Words that were taken apart once or twice: <c>fu_ck</c>, <c>bastar d</c>. Where ordinary words meet, such letters
/// turn up by chance ("the rapist", "pen is"), so at least one piece must be no word.
/// </summary>
internal static class Pieces
{
    private const int MaxPieces = 4;

    // "Wash it" parted by a slip is no "sh it".
    private const int MinPiece = 3;

    // Word lists hold most pairs of letters as an abbreviation of something.
    private const string Short = " ad ah am an as at be by do ex go ha he hi if in is it la ll ma me my no of oh ok on or pa re so to up us ve we ";

    public static Certainty Of(LetterStream stream, in Alignment alignment)
    {
        if (alignment.Gaps >= MaxPieces || IsContraction(stream, alignment))
        {
            return Certainty.None;
        }

        var words = 0;
        var pieces = 0;
        var longest = 0;
        var start = alignment.First;
        for (var i = start + 1; i <= alignment.Last + 1; i++)
        {
            if (i > alignment.Last || stream.Letters[i].Gap != Gap.None)
            {
                // A sentence that ends between them parts them for good.
                if (i <= alignment.Last && (stream.Letters[i].Gap & ~Gap.Space) != 0 && (stream.Letters[i].Gap & Gap.Space) != 0)
                {
                    return Certainty.None;
                }

                longest = Math.Max(longest, i - start);
                words += IsOrdinary(stream, start, i) ? 1 : 0;
                pieces++;
                start = i;
            }
        }

        // Nobody writes "fuck_ing" but to hide it, while "pen-is" may be a slip.
        var isOdd = alignment.Signed == alignment.Gaps;
        var isChance = words == pieces || (words > 0 && alignment.Spaces > 0 && longest < MinPiece);
        return isChance && !isOdd ? Certainty.None
            : (isOdd && words < pieces) || (words == 0 && alignment.Spaces == 0) ? Certainty.Sure
            : Certainty.Guess;
    }

    private static bool IsOrdinary(LetterStream stream, int start, int end)
    {
        var piece = stream.Text.Text[stream.Letters[start].Start..stream.Letters[end - 1].End];

        // Letters that stand alone in ordinary text: "a", "I", and what is left of "it's", "don't", "I'd" without the apostrophe.
        return piece.Length switch
        {
            1 => "aiostdm".Contains(piece[0]),
            2 => Short.Contains(piece, StringComparison.Ordinal),
            _ => OrdinaryWords.Contains(piece),
        };
    }

    // "it's hit", "qui m'a": the piece belongs to the word on the other side of the apostrophe.
    private static bool IsContraction(LetterStream stream, in Alignment alignment)
    {
        var text = stream.Text.Text;
        var (start, end) = (stream.Letters[alignment.First].Start, stream.Letters[alignment.Last].End);
        return (start > 0 && text[start - 1] == '\'') || (end < text.Length && text[end] == '\'');
    }
}
