using System.Runtime.InteropServices;
using CommentService.Moderation.Text;

namespace CommentService.Moderation.Classifiers;

/// <summary>
/// What one site's moderators taught: numbers that are added to the built-in scores, and what to know again
/// (<see cref="SiteMemory"/>). Immutable; each lesson makes the next
/// version. Bounded: 2^15 numbers a classifier whatever is learnt, each at most 4, together at most 8. Holds no text, and
/// none can be read back: features are hashed, and many share a number.
/// </summary>
public sealed class SiteWeights
{
    /// <summary>Length of <see cref="ToBytes"/>: 256 KiB.</summary>
    public const int Bytes = (Values * sizeof(ushort)) + SiteMemory.Bytes;

    private const int Classifiers = 2;
    private const int BucketBits = 15;
    private const int Buckets = 1 << BucketBits;
    private const int Values = Classifiers * Buckets;
    private const float MostEach = 4;
    private const float MostTogether = 8;
    private const float Rate = 5;

    // Who was held and is welcome must not be held again.
    private const float WelcomeRate = 8;

    // What stands on the page says less, and says it with each decision.
    private const float PublishedRate = 4;

    // Of a text of nothing but common words little can be learnt.
    private const float LeastLength = 0.3f;

    // A logit: about three in ten.
    private const float LooksLikeIt = -0.8f;

    private readonly float[] _values;
    private readonly SiteMemory _memory;

    private SiteWeights(int version, float[] values, SiteMemory memory) => (Version, _values, _memory) = (version, values, memory);

    /// <summary>Nothing was learnt yet.</summary>
    public static SiteWeights Empty { get; } = Nothing(0);

    /// <summary>Grows by one with each use of <see cref="Learn"/>, and with a reset.</summary>
    public int Version { get; }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are something else.</exception>
    public static SiteWeights Read(int version, ReadOnlySpan<byte> bytes)
    {
        // Weights of before there was a memory are none the worse.
        if (bytes.Length is not (0 or Bytes or (Bytes - SiteMemory.Bytes)))
        {
            throw new InvalidDataException("These are no weights of a site.");
        }

        return bytes.IsEmpty ? Nothing(version) : new(
            version,
            Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes)[..Values].ToArray(), half => (float)half),
            bytes.Length == Bytes ? SiteMemory.Read(MemoryMarshal.Cast<byte, ushort>(bytes)[Values..]) : new SiteMemory());
    }

    /// <summary>The numbers as 16-bit floats, little-endian, both classifiers' side by side, then the memory's places; empty where nothing was learnt.</summary>
    public byte[] ToBytes()
    {
        if (IsEmpty)
        {
            return [];
        }

        var bytes = new byte[Bytes];
        Array.ConvertAll(_values, value => (Half)value).CopyTo(MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()));
        _memory.CopyTo(MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan())[Values..]);
        return bytes;
    }

    internal bool IsEmpty => _values.Length == 0;

    /// <summary>What the weights add to the scores of a submission; null where nothing was learnt yet.</summary>
    public LearnedFact? FactFor(ModerationInput input) => IsEmpty ? null : FactFor(FeatureReader.Read(input), input.Website);

    internal LearnedFact? FactFor(FeatureSet features, string? website) => IsEmpty
        ? null
        : new LearnedFact(Version, Rounded(Sum(features, Classifier.Spam)), Rounded(Sum(features, Classifier.Abuse)))
        {
            Copied = Rounded(_memory.Copied(features, !string.IsNullOrEmpty(website))),
            IsWebsiteRefused = _memory.IsRefused(website),
        };

    /// <summary>
    /// Learns from decisions, in their order: one step of logistic regression each, as large as the error and the same
    /// for a long text as for a short one; beside each a smaller one from all that stands on the page.
    /// </summary>
    public SiteWeights Learn(IReadOnlyList<Lesson> decisions, SiteSample? sample = null, ClassifierModel? model = null)
    {
        model ??= ClassifierModel.BuiltIn;
        var next = new SiteWeights(Version + 1, IsEmpty ? new float[Values] : (float[])_values.Clone(), _memory.Clone());
        foreach (var refused in sample?.Refused ?? [])
        {
            next._memory.Keep(FeatureReader.Read(refused), refused.Website, SiteMark.Refused);
        }

        foreach (var decision in decisions)
        {
            foreach (var published in sample?.Published ?? [])
            {
                next.Welcome(FeatureReader.Read(published), published, model, PublishedRate);
            }

            next.Follow(decision, model);
        }

        return next;
    }

    private static SiteWeights Nothing(int version) => new(version, [], new SiteMemory());

    private void Follow(Lesson lesson, ClassifierModel model)
    {
        var features = FeatureReader.Read(lesson.Input);
        _memory.Keep(features, lesson.Input.Website, lesson.IsWelcome ? SiteMark.Welcome : SiteMark.TakenDown);
        if (lesson.IsWelcome)
        {
            Welcome(features, lesson.Input, model, WelcomeRate);
            return;
        }

        var scores = Score(features, lesson.Input, model);
        var meant = Meant(lesson.Reason, scores);
        Step(features, model, meant, scores.Logit(meant) + scores.Beside(meant), 1, Rate);
    }

    private void Welcome(FeatureSet features, ModerationInput input, ClassifierModel model, float rate)
    {
        var scores = Score(features, input, model);
        Step(features, model, Classifier.Spam, scores.Spam + scores.Promotion, 0, rate);
        Step(features, model, Classifier.Abuse, scores.Abuse, 0, rate);
    }

    private static ClassifierScores Score(FeatureSet features, ModerationInput input, ClassifierModel model) =>
        model.Score(features) with { Promotion = Promotion.Of(input, LinkFinder.Find(input.Name).Count > 0, features.MixedWords) };

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

    private static double Rounded(double value) => Math.Round(value, 3);
}
