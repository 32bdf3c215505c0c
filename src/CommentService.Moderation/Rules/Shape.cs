using System.Globalization;
using System.Text;

namespace CommentService.Moderation.Rules;

/// <summary>What there is to count in a text, counted in one pass.</summary>
internal struct Shape
{
    private int _previous;
    private int _repeats;
    private int _repeatStart;
    private int _mostRepeats;
    private int _marks;
    private int _marksStart;
    private int _loose;

    public int Upper { get; private set; }

    public int Cased { get; private set; }

    public int Visible { get; private set; }

    public int Symbols { get; private set; }

    public int Exclamations { get; private set; }

    /// <summary>Longest run of one character: offset, end and count.</summary>
    public (int Start, int End, int Count) Repeat { get; private set; }

    /// <summary>Highest stack of combining marks: offset, end and count.</summary>
    public (int Start, int End, int Count) Marks { get; private set; }

    /// <summary>Marks that belong to no language's spelling but to "stacked" text, in all.</summary>
    public readonly int LooseMarks => _loose;

    public static Shape Of(string text)
    {
        var shape = new Shape();
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (char.IsAscii(c))
            {
                shape.AddAscii(c, at++);
            }
            else
            {
                var length = Rune.TryGetRuneAt(text, at, out var rune) ? rune.Utf16SequenceLength : 1;
                shape.Add(length == 1 ? c : rune.Value, at, at + length);
                at += length;
            }
        }

        return shape;
    }

    private void AddAscii(char c, int at)
    {
        _marks = 0;
        if (char.IsAsciiLetter(c))
        {
            Cased++;
            Visible++;
            Upper += c <= 'Z' ? 1 : 0;
            CountRepeat(c, at, at + 1, counts: true);
        }
        else if (c <= ' ')
        {
            CountRepeat(c, at, at + 1, counts: false);
        }
        else
        {
            Visible++;
            Symbols += char.IsAsciiDigit(c) ? 0 : 1;
            Exclamations += c == '!' ? 1 : 0;

            // Dividing lines and numbers are made of these.
            CountRepeat(c, at, at + 1, counts: !char.IsAsciiDigit(c) && !"-=_*.~#+|/\\".Contains(c));
        }
    }

    private void Add(int codePoint, int at, int end)
    {
        var category = CharUnicodeInfo.GetUnicodeCategory(codePoint);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        {
            CountMark(codePoint, at, end);
            return;
        }

        _marks = 0;
        var isLetter = category <= UnicodeCategory.OtherLetter;
        Upper += category == UnicodeCategory.UppercaseLetter ? 1 : 0;
        Cased += category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter ? 1 : 0;
        Visible += category is <= UnicodeCategory.OtherNumber or >= UnicodeCategory.ConnectorPunctuation ? 1 : 0;
        Symbols += category is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.CurrencySymbol ? 1 : 0;
        Exclamations += codePoint == 0xFF01 ? 1 : 0;
        CountRepeat(codePoint, at, end, counts: isLetter || category is UnicodeCategory.OtherPunctuation or UnicodeCategory.CurrencySymbol);
    }

    private void CountRepeat(int codePoint, int at, int end, bool counts)
    {
        if (codePoint != _previous)
        {
            _repeatStart = at;
            _repeats = 0;
            _previous = codePoint;
        }

        if (counts && ++_repeats > _mostRepeats)
        {
            _mostRepeats = _repeats;
            Repeat = (_repeatStart, end, _repeats);
        }
    }

    private void CountMark(int codePoint, int at, int end)
    {
        if (_marks++ == 0)
        {
            _marksStart = at;
        }

        // Variation selectors belong to emoji.
        _loose += codePoint is (>= 0x300 and <= 0x36F) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF) or (>= 0x20D0 and <= 0x20FF) && codePoint != 0x20E3 ? 1 : 0;
        if (_marks > Marks.Count)
        {
            Marks = (_marksStart, end, _marks);
        }
    }
}
