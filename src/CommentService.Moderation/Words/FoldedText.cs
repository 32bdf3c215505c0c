using System.Text;

namespace CommentService.Moderation.Words;

/// <summary>
/// A text with its disguises undone (see <see cref="Folding"/>), each run of white space one space, and the way back
/// from every folded character to the UTF-16 offsets it came from. Linear in the length of the text.
/// </summary>
internal sealed class FoldedText
{
    private readonly char[] _folded;

    // Null where folded and original offsets are the same.
    private readonly int[]? _starts;
    private readonly int[]? _ends;

    private FoldedText(string original, char[] folded, int length, int[]? starts, int[]? ends)
    {
        Original = original;
        _folded = folded;
        _starts = starts;
        _ends = ends;
        Length = length;
    }

    public string Original { get; }

    public int Length { get; }

    public ReadOnlySpan<char> Text => _folded.AsSpan(0, Length);

    /// <summary>Folds a text.</summary>
    public static FoldedText Of(string text)
    {
        var folded = new char[text.Length];
        return TryFoldPlain(text, folded)
            ? new FoldedText(text, folded, folded.Length, null, null)
            : new Builder(text, folded).Fold();
    }

    /// <summary>The place in the original from which the folded characters from <paramref name="start"/> to <paramref name="end"/> (not included) came.</summary>
    public Evidence Evidence(SubmissionField field, int start, int end)
    {
        var from = _starts is null ? start : _starts[start];
        var to = _ends is null ? end : _ends[end - 1];
        return new Evidence(field, from, to - from, Original[from..to]);
    }

    /// <summary>The original character from which a folded one came, the first where there are more.</summary>
    public char OriginalAt(int folded) => Original[_starts is null ? folded : _starts[folded]];

    // Most comments: ASCII, single spaces.
    private static bool TryFoldPlain(string text, char[] folded)
    {
        var wasSpace = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isSpace = c is ' ' or '\n' or '\t';
            if (c > '~' || (c < ' ' && !isSpace) || (isSpace && wasSpace) || c == '`')
            {
                return false;
            }

            folded[i] = isSpace ? ' ' : (uint)(c - 'A') <= 'Z' - 'A' ? (char)(c | 0x20) : c;
            wasSpace = isSpace;
        }

        return true;
    }

    private sealed class Builder(string text, char[] folded)
    {
        private char[] _folded = folded;
        private int[] _starts = new int[text.Length];
        private int[] _ends = new int[text.Length];
        private int _length;

        public FoldedText Fold()
        {
            for (var at = 0; at < text.Length;)
            {
                var end = at + (Rune.TryGetRuneAt(text, at, out var rune) ? rune.Utf16SequenceLength : 1);
                Append(rune == default && text[at] != 0 ? '\uFFFD' : rune.Value, at, end);
                at = end;
            }

            return new FoldedText(text, _folded, _length, _starts, _ends);
        }

        private void Append(int codePoint, int start, int end)
        {
            var c = Folding.Of(codePoint);
            if (c == Folding.Expands)
            {
                foreach (var part in Folding.Expansion(codePoint))
                {
                    Append(part, start, end);
                }
            }
            else if (_length > 0 && (c == Folding.Dropped || (c == ' ' && _folded[_length - 1] == ' ')))
            {
                // A mark belongs to its letter, more white space to the space before it.
                _ends[_length - 1] = end;
            }
            else if (c != Folding.Dropped)
            {
                Append(c, start, end);
            }
        }

        private void Append(char c, int start, int end)
        {
            if (_length == _folded.Length)
            {
                var size = Math.Max(16, _length * 2);
                Array.Resize(ref _folded, size);
                Array.Resize(ref _starts, size);
                Array.Resize(ref _ends, size);
            }

            _folded[_length] = c;
            _starts[_length] = start;
            _ends[_length++] = end;
        }
    }
}
