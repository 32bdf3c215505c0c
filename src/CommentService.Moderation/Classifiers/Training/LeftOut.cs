namespace CommentService.Moderation.Classifiers.Training;

/// <summary>A share of all features, another one for each seed: dropout (Hinton et al., 2012). What is learnt without some of its words rests on more of them.</summary>
internal readonly struct LeftOut(uint seed, float share)
{
    private readonly uint _below = (uint)(share * uint.MaxValue);

    /// <summary>What each other feature counts for.</summary>
    public float Stand { get; } = 1 / (1 - share);

    public bool Has(int feature)
    {
        // Murmur's finaliser: neighbours have nothing to do with each other.
        var hash = ((uint)feature + 1) * 0x9E37_79B1 ^ seed;
        hash = (hash ^ (hash >> 16)) * 0x85EB_CA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2_AE35;
        return (hash ^ (hash >> 16)) < _below;
    }
}
