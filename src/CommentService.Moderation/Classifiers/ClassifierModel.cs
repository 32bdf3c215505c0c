using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CommentService.Moderation.Classifiers;

/// <summary>
/// The weights of both classifiers, packed: 16 bits each, side by side, so that one look into memory serves both.
/// Immutable. The file format: eight bytes that name it, a header of floats, the bits of the known words, a byte for how
/// common each feature is, the weights; little-endian, 1.3 MB.
/// </summary>
public sealed class ClassifierModel
{
    private const int Classifiers = 2;
    private const int Features = 1 << FeatureSet.Bits;
    private const int KnownWords = Features / 64;
    private const int HeaderFloats = Classifiers * 4;
    private const int FileLength = 8 + (HeaderFloats * sizeof(float)) + (Classifiers * KnownWords * sizeof(ulong)) + Features + (Classifiers * Features * sizeof(short));

    private static readonly byte[] Signature = "CSVCLF02"u8.ToArray();
    private const float CommonFrom = 100;

    // A byte counts in eighths of a power of two.
    private static readonly float[] Rarities = [.. Enumerable.Range(0, 256).Select(b => 1 / (1 + ((MathF.Pow(2, b / 8f) - 1) / CommonFrom)))];
    private static readonly Lazy<ClassifierModel> Shipped = new(ReadShipped);

    private readonly float[] _header;
    private readonly ulong[] _known;
    private readonly byte[] _common;
    private readonly short[] _weights;

    private ClassifierModel(float[] header, ulong[] known, byte[] common, short[] weights)
    {
        (_header, _known, _common, _weights) = (header, known, common, weights);
        Version = Convert.ToHexStringLower(SHA256.HashData(ToBytes()).AsSpan(0, 6));
    }

    /// <summary>The model that comes with the program; read on first use.</summary>
    public static ClassifierModel BuiltIn => Shipped.Value;

    /// <summary>The first 12 hexadecimal digits of the SHA-256 of the file: equal versions score equally.</summary>
    public string Version { get; }

    /// <summary>The version as a number of 48 bits, as it is stored with verdicts.</summary>
    public long Number => Convert.ToInt64(Version, 16);

    internal static ClassifierModel Of(Weights spam, Weights abuse, byte[] common)
    {
        var header = new float[HeaderFloats];
        var known = new ulong[Classifiers * KnownWords];
        var packed = new short[Classifiers * Features];
        foreach (var (classifier, weights) in new[] { (0, spam), (1, abuse) })
        {
            // The largest weights are clipped: a single feature must not decide.
            var scale = Math.Max(1e-6f, Math.Min(weights.Values.Max(Math.Abs), 30f)) / short.MaxValue;
            header[classifier * 4] = scale;
            header[(classifier * 4) + 1] = weights.Bias;
            header[(classifier * 4) + 2] = weights.Calibration.Slope;
            header[(classifier * 4) + 3] = weights.Calibration.Offset;
            weights.Known.CopyTo(known, classifier * KnownWords);
            for (var i = 0; i < Features; i++)
            {
                packed[(i * Classifiers) + classifier] = (short)Math.Clamp(MathF.Round(weights.Values[i] / scale), -short.MaxValue, short.MaxValue);
            }
        }

        return new ClassifierModel(header, known, common, packed);
    }

    /// <summary>The same weights with another model's way from scores to probabilities.</summary>
    internal ClassifierModel CalibratedAs(ClassifierModel other)
    {
        var header = (float[])_header.Clone();
        for (var i = 2; i < HeaderFloats; i += i % 4 == 3 ? 3 : 1)
        {
            header[i] = other._header[i];
        }

        return new ClassifierModel(header, _known, _common, _weights);
    }

    /// <summary>Reads a file that <see cref="ToBytes"/> made.</summary>
    /// <exception cref="InvalidDataException">The bytes are something else.</exception>
    public static ClassifierModel Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != FileLength || !bytes.StartsWith(Signature))
        {
            throw new InvalidDataException("The file holds no weights of this version.");
        }

        bytes = bytes[Signature.Length..];
        var header = Take<float>(ref bytes, HeaderFloats);
        var known = Take<ulong>(ref bytes, Classifiers * KnownWords);
        var common = Take<byte>(ref bytes, Features);
        return Array.TrueForAll(header, float.IsFinite)
            ? new ClassifierModel(header, known, common, Take<short>(ref bytes, Classifiers * Features))
            : throw new InvalidDataException("The weights are not all numbers.");
    }

    /// <summary>The file.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[FileLength];
        Signature.CopyTo(bytes, 0);
        var rest = bytes.AsSpan(Signature.Length);
        Put<float>(ref rest, _header);
        Put<ulong>(ref rest, _known);
        Put<byte>(ref rest, _common);
        Put<short>(ref rest, _weights);
        return bytes;
    }

    /// <summary>Both classifiers' logits and how much of the text each knows.</summary>
    internal ClassifierScores Score(FeatureSet features)
    {
        float spam = 0, abuse = 0;
        for (var group = FeatureGroup.Comment; group <= FeatureGroup.Shape; group++)
        {
            if (group == FeatureGroup.Email)
            {
                // No text that taught had one: whatever its features meet here is chance.
                continue;
            }

            var ids = features.Of(group);
            var (spamSum, abuseSum) = Sum(ids);
            var scale = GroupScale.Of(group, ids.Length);
            spam += Classifier.Spam.Reads(group) ? spamSum * scale : 0;
            abuse += Classifier.Abuse.Reads(group) ? abuseSum * scale : 0;
        }

        var (words, spamKnown, abuseKnown) = CountKnown(features);
        return new ClassifierScores(
            Logit(Classifier.Spam, spam), Logit(Classifier.Abuse, abuse), words, spamKnown, abuseKnown);
    }

    /// <summary>How much a feature can tell of one site: 1 for one that training never saw, near 0 for one of every text.</summary>
    internal float Rarity(int feature) => Rarities[_common[feature]];

    /// <summary>What each word of the comment adds to the score; its pieces and pairs count for it.</summary>
    internal void Explain(FeatureSet features, Classifier classifier, Span<float> words)
    {
        words.Clear();
        for (var group = FeatureGroup.Comment; group < FeatureGroup.Email; group++)
        {
            if (!classifier.Reads(group))
            {
                continue;
            }

            var ids = features.Of(group);
            var of = features.WordsOf(group);
            var scale = GroupScale.Of(group, ids.Length) * _header[(int)classifier * 4];
            for (var i = 0; i < ids.Length; i++)
            {
                if (of[i] >= 0)
                {
                    words[of[i]] += _weights[(ids[i] * Classifiers) + (int)classifier] * scale;
                }
            }
        }
    }

    private float Logit(Classifier classifier, float sum)
    {
        var header = _header.AsSpan((int)classifier * 4);
        return (((sum * header[0]) + header[1]) * header[2]) + header[3];
    }

    private (long Spam, long Abuse) Sum(ReadOnlySpan<int> ids)
    {
        var pairs = MemoryMarshal.Cast<short, int>(_weights);
        long spam = 0, abuse = 0;
        foreach (var id in ids)
        {
            var pair = pairs[id];
            spam += (short)pair;
            abuse += pair >> 16;
        }

        return (spam, abuse);
    }

    private (int Words, int Spam, int Abuse) CountKnown(FeatureSet features)
    {
        int words = 0, spam = 0, abuse = 0;
        for (var i = 0; i < features.WordCount; i++)
        {
            var word = features.Word(i);
            if (word.Field != SubmissionField.Comment)
            {
                break;
            }

            words++;
            spam += IsKnown(0, word.Id);
            abuse += IsKnown(1, word.Id);
        }

        return (words, spam, abuse);
    }

    private int IsKnown(int classifier, int id) => (int)(_known[(classifier * KnownWords) + (id >> 6)] >> (id & 63)) & 1;

    /// <summary>The byte that stands for a number of texts.</summary>
    internal static byte CommonOf(int texts) => (byte)Math.Min(255, MathF.Round(8 * MathF.Log2(1 + texts)));

    private static T[] Take<T>(ref ReadOnlySpan<byte> bytes, int count) where T : unmanaged
    {
        var length = count * Marshal.SizeOf<T>();
        var values = MemoryMarshal.Cast<byte, T>(bytes[..length]).ToArray();
        bytes = bytes[length..];
        return values;
    }

    private static void Put<T>(ref Span<byte> bytes, T[] values) where T : unmanaged
    {
        var from = MemoryMarshal.AsBytes(values.AsSpan());
        from.CopyTo(bytes);
        bytes = bytes[from.Length..];
    }

    private static ClassifierModel ReadShipped()
    {
        using var stream = typeof(ClassifierModel).Assembly.GetManifestResourceStream("weights.bin")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }
}
