using CommentService.Moderation.Words;

namespace CommentService.Moderation.Text;

/// <summary>What makes two texts "the same": their folded letters and digits, hashed (FNV-1a, 64 bits, no seed).</summary>
internal static class TextFingerprint
{
    private const int MinLength = 40;

    // A line of symbols is no text that could be recognised.
    private const int MinLetters = 10;
    private const ulong Basis = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    public static long? Of(FoldedText folded)
    {
        if (folded.Length < MinLength)
        {
            return null;
        }

        var hash = Basis;
        var letters = 0;
        foreach (var c in folded.Text)
        {
            // Letters beyond U+FFFF are pairs of surrogates; emoji are too, and do no harm.
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                hash = (((hash ^ (byte)c) * Prime) ^ (byte)(c >> 8)) * Prime;
                letters++;
            }
        }

        return letters < MinLetters ? null : unchecked((long)hash);
    }
}
