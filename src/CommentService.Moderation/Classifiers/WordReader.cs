using System.Runtime.CompilerServices;
using CommentService.Moderation.Words;

namespace CommentService.Moderation.Classifiers;

/// <summary>
/// Cuts a field into words and adds a feature for each word, for each two that follow each other, and for each four
/// characters of one. One pass, no allocation.
/// </summary>
internal struct WordReader(FeatureSet features, SubmissionField field, ulong kind)
{
    private const int LongestWord = 40;
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
    private const ulong PairMultiplier = 0xC2B2_AE3D_27D4_EB4F;

    private readonly ulong _kind = kind * 0xD6E8_FEB8_6659_FD93;
    private WordLetters _letters;
    private int _length;
    private int _start;
    private int _scripts;
    private ulong _previous;

    /// <summary>Words whose letters come from two alphabets.</summary>
    public int MixedWords { get; private set; }

    /// <summary>Runs of 7 digits or more.</summary>
    public int LongNumbers { get; private set; }

    public void Read(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var letter = c < 128 ? Ascii(c) : LetterTable.Of(c);
            if (letter > ' ')
            {
                if (c >= 128 && Script.IsUnspaced(c))
                {
                    EndWord(i);
                    Append(letter, i);
                    _scripts = Script.Other;
                    EndWord(i + 1);
                    continue;
                }

                _scripts |= c < 128 ? (letter == '0' ? 0 : Script.Latin) : Script.Of(c);
                Append(letter, i);
            }
            else if (letter == LetterTable.Separator)
            {
                EndWord(i);
                if (c is '.' or '!' or '?' && i + 1 < text.Length && text[i + 1] <= ' ')
                {
                    _previous = 0;
                }
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length)
            {
                ReadPair(text, i++);
            }
        }

        EndWord(text.Length);
    }

    // Beyond U+FFFF: letters in fancy dress are what they look like; any other sign, emoji above all, is a word.
    private void ReadPair(ReadOnlySpan<char> text, int at)
    {
        var codePoint = char.IsLowSurrogate(text[at + 1]) ? char.ConvertToUtf32(text[at], text[at + 1]) : 0xFFFD;
        if (codePoint is >= 0x1D400 and <= 0x1D7FF && StyledLetter(codePoint) is var plain and not '\0')
        {
            _scripts |= Script.Other;
            Append(plain, at);
            return;
        }

        EndWord(at);
        Add(((ulong)codePoint << 8) * Multiplier, at, at + 2);
    }

    private static char StyledLetter(int codePoint) => codePoint switch
    {
        >= 0x1D7CE => '0',
        < 0x1D6A4 => (char)('a' + ((codePoint - 0x1D400) % 26)),
        _ => '\0',
    };

    private static char Ascii(char c) =>
        (uint)((c | 0x20) - 'a') < 26 ? (char)(c | 0x20) : (uint)(c - '0') < 10 ? '0' : c is '\'' or '`' ? LetterTable.Dropped : LetterTable.Separator;

    private void Append(char letter, int at)
    {
        if (_length == 0)
        {
            _start = at;
            _letters[0] = '_';
            _length = 1;
        }
        else if (_length > 2 && letter == _letters[_length - 1] && letter == _letters[_length - 2])
        {
            // Stretched letters and long numbers: two stand for more.
            LongNumbers += letter == '0' && at - _start == 6 ? 1 : 0;
            return;
        }

        if (_length < LongestWord)
        {
            _letters[_length++] = letter;
        }
    }

    private void EndWord(int end)
    {
        if (_length == 0)
        {
            return;
        }

        if ((_scripts & (_scripts - 1)) != 0)
        {
            MixedWords++;
            Unmask();
        }

        _letters[_length] = '_';
        ReadOnlySpan<char> letters = _letters;
        var hash = 0UL;
        for (var i = 1; i < _length; i++)
        {
            hash = (hash + letters[i]) * Multiplier;
            hash ^= hash >> 29;
        }

        var word = Add(hash, _start, end);
        for (var i = 0; i + 4 <= _length + 1; i++)
        {
            var piece = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref Unsafe.AsRef(in letters[i])));
            features.Add(Number(piece ^ _kind ^ 0x5555), word);
        }

        _length = 0;
        _scripts = 0;
    }

    // Letters of another alphabet among Latin ones are there for what they look like.
    private void Unmask()
    {
        if ((_scripts & Script.Latin) != 0)
        {
            for (var i = 1; i < _length; i++)
            {
                _letters[i] = Spelling.LatinOf(_letters[i]);
            }
        }
    }

    private int Add(ulong hash, int start, int end)
    {
        var id = Number(hash ^ _kind);
        var word = features.AddWord(field, start, end, id, hash);
        features.Add(id, word);
        if (_previous != 0)
        {
            features.Add(Number(((_previous * PairMultiplier) + hash) ^ _kind), word);
        }

        _previous = hash | 1;
        return word;
    }

    /// <summary>A feature's number: the upper bits of a product mix all of the lower ones.</summary>
    public static int Number(ulong hash)
    {
        hash ^= hash >> 32;
        return (int)((hash * Multiplier) >> (64 - FeatureSet.Bits));
    }

    [InlineArray(LongestWord + 4)]
    private struct WordLetters
    {
        private char _first;
    }
}
