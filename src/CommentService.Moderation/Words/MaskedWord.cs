using System.Buffers;

namespace CommentService.Moderation.Words;

/// <summary>A word in which signs stand for letters that the reader is to guess.</summary>
internal struct MaskedWord
{
    public const int MaxLength = 24;
    private const int MinLength = 3;
    private const int MinKnown = 2;

    private static readonly SearchValues<char> Masks = SearchValues.Create("*#%@$!?&^~_-•●×█■");
    private static readonly SearchValues<char> Edges = SearchValues.Create(".,;:!?\"'()[]{}<>-_~&…");

    /// <summary>First folded character.</summary>
    public int Start { get; private set; }

    /// <summary>Folded character after the last.</summary>
    public int End { get; private set; }

    /// <summary>Letters that are not masked.</summary>
    public int Known { get; private set; }

    /// <summary>Whether at least half of the letters are there.</summary>
    public readonly bool IsPlain => Known * 2 >= End - Start;

    /// <summary>Where the next sign is that may mask a letter, or -1.</summary>
    public static int NextMask(ReadOnlySpan<char> text, int from) => text[from..].IndexOfAny(Masks) is var at and >= 0 ? from + at : -1;

    /// <summary>Reads the word around a sign into <paramref name="letters"/>; false where it is none.</summary>
    public bool TryRead(ReadOnlySpan<char> text, int at, Span<char> letters)
    {
        (Start, End, Known) = (at, at + 1, 0);
        while (Start > 0 && text[Start - 1] != ' ' && at - Start <= MaxLength)
        {
            Start--;
        }

        while (End < text.Length && text[End] != ' ' && End - at <= MaxLength)
        {
            End++;
        }

        Trim(text);
        if (End - Start is < MinLength or > MaxLength)
        {
            return false;
        }

        for (var i = Start; i < End; i++)
        {
            var isLetter = Spelling.KindOf(text[i]) == Spelling.Kind.Letter;
            if (!isLetter && !Masks.Contains(text[i]))
            {
                return false;
            }

            letters[i - Start] = isLetter ? text[i] : MaskedTerms.Mask;
            Known += isLetter ? 1 : 0;
        }

        // The first letter is what readers guess from.
        return Known >= MinKnown && Known < End - Start && (letters[0] != MaskedTerms.Mask || (Known > MinKnown && Known == End - Start - 1));
    }

    // Punctuation around a word, and what makes it bold: *word*.
    private void Trim(ReadOnlySpan<char> text)
    {
        while (Start < End && Edges.Contains(text[Start]))
        {
            Start++;
        }

        while (End > Start && Edges.Contains(text[End - 1]))
        {
            End--;
        }

        while (End - Start > 2 && text[Start] == '*' && text[End - 1] == '*')
        {
            (Start, End) = (Start + 1, End - 1);
        }
    }
}
