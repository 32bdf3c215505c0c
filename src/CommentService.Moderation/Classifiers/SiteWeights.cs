using System.Runtime.InteropServices;
using CommentService.Moderation.Text;

namespace CommentService.Moderation.Classifiers;

/// <summary>
/// What one site's moderators taught: numbers that are added to the built-in scores. Immutable; each lesson makes the next
/// version. Bounded: 2^15 numbers a classifier whatever is learnt, each at most 4, together at most 8. Holds no text, and
/// none can be read back: features are hashed, and many share a number.
/// </summary>
public sealed class SiteWeights
{
    /// <summary>Length of <see cref="ToBytes"/>: 128 KiB.</summary>
    public const int Bytes = Classifiers * Buckets * sizeof(ushort);

    /// <summary>Published comments that are learnt from beside each decision, at most (<see cref="Lesson.IsSilent"/>).</summary>
    public const int SilentLessons = 4;

    private const int Classifiers = 2;
    private const int BucketBits = 15;
    private const int Buckets = 1 << BucketBits;
    private const float MostEach = 4;
    private const float MostTogether = 8;
    private const float Rate = 3;

    // Who was held and is welcome must not be held again.
    private const float WelcomeRate = 8;

    // What nobody decided says less.
    private const float SilentRate = 4;

    // Of a text of nothing but common words little can be learnt.
    private const float LeastLength = 0.3f;

    // A logit: about three in ten.
    private const float LooksLikeIt = -0.8f;

    private readonly float[] _values;

    private SiteWeights(int version, float[] values) => (Version, _values) = (version, values);

    /// <summary>Nothing was learnt yet.</summary>
    public static SiteWeights Empty { get; } = new(0, []);

    /// <summary>Grows by one with each use of <see cref="Learn"/>, and with a reset.</summary>
    public int Version { get; }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are something else.</exception>
    public static SiteWeights Read(int version, ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => new(version, []),
        Bytes => new(version, Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), half => (float)half)),
        _ => throw new InvalidDataException("These are no weights of a site."),
    };

    /// <summary>The numbers as 16-bit floats, little-endian, both classifiers' side by side; empty where nothing was learnt.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes(Array.ConvertAll(_values, value => (Half)value).AsSpan()).ToArray();

    internal bool IsEmpty => _values.Length == 0;

    /// <summary>What the weights add to the scores of a submission; null where nothing was learnt yet.</summary>
    public LearnedFact? FactFor(ModerationInput input) => IsEmpty ? null : FactFor(FeatureReader.Read(input));

    internal LearnedFact? FactFor(FeatureSet features) => IsEmpty
        ? null
        : new LearnedFact(Version, Rounded(Sum(features, Classifier.Spam)), Rounded(Sum(features, Classifier.Abuse)));

    /// <summary>
    /// Learns from decisions, in their order: one step of logistic regression each, as large as the error and the same
    /// for a long text as for a short one.
    /// </summary>
    public SiteWeights Learn(IReadOnlyList<Lesson> lessons, ClassifierModel? model = null)
    {
        model ??= ClassifierModel.BuiltIn;
        var next = new SiteWeights(Version + 1, _values.Length == 0 ? new float[Classifiers * Buckets] : (float[])_values.Clone());
        foreach (var lesson in lessons)
        {
            var features = FeatureReader.Read(lesson.Input);
            var scores = model.Score(features) with { Promotion = Promotion.Of(lesson.Input, LinkFinder.Find(lesson.Input.Name).Count > 0, features.MixedWords) };
            if (lesson.IsWelcome)
            {
                var rate = lesson.IsSilent ? SilentRate : WelcomeRate;
                next.Step(features, model, Classifier.Spam, scores.Spam + scores.Promotion, 0, rate);
                next.Step(features, model, Classifier.Abuse, scores.Abuse, 0, rate);
            }
            else
            {
                var meant = Meant(lesson.Reason, scores);
                next.Step(features, model, meant, scores.Logit(meant) + scores.Beside(meant), 1, Rate);
            }
        }

        return next;
    }

    // Who does not say why means spam, unless the text looks like abuse, and more like that.
    private static Classifier Meant(string? reason, in ClassifierScores scores) =>
        reason?.Contains("spam", StringComparison.OrdinalIgnoreCase) == true ? Classifier.Spam
        : reason?.Contains("abus", StringComparison.OrdinalIgnoreCase) == true || scores.Abuse > Math.Max(scores.Spam, LooksLikeIt) ? Classifier.Abuse
        : Classifier.Spam;

    // What is in every text must not be blamed for one: the rarer a feature, the more of the step it takes.
    private void Step(FeatureSet features, ClassifierModel model, Classifier classifier, float logit, float wanted, float rate)
    {
        var error = (float)ClassifierScores.Probability(logit + Sum(features, classifier)) - wanted;
        var length = LeastLength;
        for (var group = FeatureGroup.Comment; group < FeatureGroup.Shape; group++)
        {
            if (!classifier.Reads(group))
            {
                continue;
            }

            var ids = features.Of(group);
            var scale = GroupScale.Of(group, ids.Length);
            foreach (var id in ids)
            {
                length += scale * scale * model.Rarity(id);
            }
        }

        for (var group = FeatureGroup.Comment; group < FeatureGroup.Shape; group++)
        {
            if (!classifier.Reads(group))
            {
                continue;
            }

            var ids = features.Of(group);
            var step = rate * error * GroupScale.Of(group, ids.Length) / length;
            foreach (var id in ids)
            {
                ref var value = ref _values[Place(id, classifier)];
                value = Math.Clamp(value - (step * model.Rarity(id)), -MostEach, MostEach);
            }
        }
    }

    private float Sum(FeatureSet features, Classifier classifier)
    {
        var sum = 0f;
        for (var group = FeatureGroup.Comment; group < FeatureGroup.Shape; group++)
        {
            if (!classifier.Reads(group))
            {
                continue;
            }

            var ids = features.Of(group);
            var part = 0f;
            foreach (var id in ids)
            {
                part += _values[Place(id, classifier)];
            }

            sum += part * GroupScale.Of(group, ids.Length);
        }

        return Math.Clamp(sum, -MostTogether, MostTogether);
    }

    private static int Place(int id, Classifier classifier) => ((id >> (FeatureSet.Bits - BucketBits)) * Classifiers) + (int)classifier;

    private static double Rounded(float value) => Math.Round(value, 3);
}
