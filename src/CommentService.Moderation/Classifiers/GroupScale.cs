namespace CommentService.Moderation.Classifiers;

/// <summary>
/// What one feature of a group counts: less in a long text than in a short one, so that length alone decides nothing; the
/// exponent is between a sum (one bad word counts the same in any text) and a mean.
/// </summary>
internal static class GroupScale
{
    private const int Most = 16_384;
    private static readonly float[] Text = Table(0.45, 12);
    private static readonly float[] Manner = Array.ConvertAll(Table(1, 40), mean => 5 * mean);
    private static readonly float[] Field = Table(0.5, 4);

    public static float Of(FeatureGroup group, int count) => group switch
    {
        FeatureGroup.Comment or FeatureGroup.CommentWithWebsite => Text[Math.Min(count, Most - 1)],
        FeatureGroup.Manner => Manner[Math.Min(count, Most - 1)],
        FeatureGroup.Shape => 0.25f,
        _ => Field[Math.Min(count, Most - 1)],
    };

    private static float[] Table(double exponent, int least)
    {
        var table = new float[Most];
        for (var i = 0; i < Most; i++)
        {
            table[i] = (float)Math.Pow(Math.Max(i, least), -exponent);
        }

        return table;
    }
}
