namespace CommentService.Moderation.Classifiers;

/// <summary>What one classifier learnt, as floating point numbers: what training makes and a <see cref="ClassifierModel"/> packs.</summary>
internal sealed class Weights(Classifier classifier)
{
    /// <summary>Whose they are.</summary>
    public Classifier Classifier => classifier;

    /// <summary>By feature.</summary>
    public float[] Values { get; } = new float[1 << FeatureSet.Bits];

    /// <summary>What every text starts from.</summary>
    public float Bias { get; set; }

    /// <summary>From the score to the logit of a probability (Platt, 1999): slope and offset.</summary>
    public (float Slope, float Offset) Calibration { get; set; } = (1, 0);

    /// <summary>The words that training saw, by their feature: one bit each.</summary>
    public ulong[] Known { get; } = new ulong[(1 << FeatureSet.Bits) / 64];
}
