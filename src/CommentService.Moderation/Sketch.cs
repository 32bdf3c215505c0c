using System.Numerics;
using CommentService.Moderation.Words;

namespace CommentService.Moderation;

/// <summary>
/// What nearly the same texts have in common, in one number of 64 bits: the least hash of all runs of three words (MinHash;
/// Broder, 1997), by which they are found, and 16 bits in which similar texts differ little (SimHash; Charikar, 2002), by
/// which chance is told apart. Two texts that share nine of ten such runs share the number's first part nine times of ten.
/// </summary>
public static class Sketch
{
    private const int MinWords = 8;
    private const int MaxDistance = 3;
    private const int SimilarBits = 16;
    private const ulong Prime = 1_099_511_628_211;
    private const ulong Basis = 14_695_981_039_346_656_037;

    /// <summary>The sketch of a text; null for one of fewer than 8 words.</summary>
    internal static long? Of(FoldedText text)
    {
        Span<int> votes = stackalloc int[SimilarBits];
        var (least, words) = (ulong.MaxValue, 0);
        ulong one = 0, two = 0, word = Basis;
        var length = 0;
        foreach (var c in text.Text)
        {
            if (char.IsLetter(c))
            {
                word = (word ^ c) * Prime;
                length++;
            }
            else if (length > 0 && c is ' ' or ',' or '.' or '!' or '?' or ':' or ';')
            {
                Add(Mix(word), votes, ref one, ref two, ref least, ref words);
                (word, length) = (Basis, 0);
            }
        }

        if (length > 0)
        {
            Add(Mix(word), votes, ref one, ref two, ref least, ref words);
        }

        if (words < MinWords)
        {
            return null;
        }

        var bits = 0L;
        for (var i = 0; i < votes.Length; i++)
        {
            bits |= votes[i] > 0 ? 1L << i : 0;
        }

        return unchecked((long)(least >> SimilarBits << SimilarBits)) | bits;
    }

    /// <summary>The part that nearly the same texts have in common.</summary>
    public static long ClusterOf(long sketch) => sketch >> SimilarBits;

    /// <summary>Whether two texts are nearly the same, as far as their sketches tell.</summary>
    public static bool AreSimilar(long one, long other) =>
        ClusterOf(one) == ClusterOf(other) && BitOperations.PopCount((ulong)((one ^ other) & 0xFFFF)) <= MaxDistance;

    private static void Add(ulong hash, Span<int> votes, ref ulong one, ref ulong two, ref ulong least, ref int words)
    {
        if (++words > 2)
        {
            least = Math.Min(least, Mix((one * 31) + (two * 17) + hash));
        }

        (one, two) = (two, hash);
        for (var i = 0; i < votes.Length; i++)
        {
            votes[i] += (hash >> i & 1) == 1 ? 1 : -1;
        }
    }

    // Murmur3's finalizer: every bit of the hash depends on every bit of the word.
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
