namespace CommentService.Moderation.Classifiers.Training;

/// <summary>Fits a slope and an offset that turn scores into logits of probabilities (Platt, 1999), by Newton's method on the log loss.</summary>
internal static class Calibration
{
    private const int Steps = 50;

    public static (float Slope, float Offset) Fit(IReadOnlyList<(float Score, bool IsBad, float Weight)> scored)
    {
        // Platt's targets keep a separable set from an endless slope.
        var bad = scored.Where(s => s.IsBad).Sum(s => s.Weight);
        var good = scored.Sum(s => s.Weight) - bad;
        var (high, low) = ((bad + 1) / (bad + 2), 1 / (good + 2));
        double slope = 1, offset = 0;
        for (var step = 0; step < Steps; step++)
        {
            double gSlope = 0, gOffset = 0, hSlope = 1e-6, hOffset = 1e-6, hBoth = 0;
            foreach (var (score, isBad, weight) in scored)
            {
                var p = ClassifierScores.Probability((slope * score) + offset);
                var error = weight * (p - (isBad ? high : low));
                var curve = weight * p * (1 - p);
                gSlope += error * score;
                gOffset += error;
                hSlope += curve * score * score;
                hOffset += curve;
                hBoth += curve * score;
            }

            var determinant = (hSlope * hOffset) - (hBoth * hBoth);
            if (Math.Abs(determinant) < 1e-12)
            {
                break;
            }

            slope -= ((hOffset * gSlope) - (hBoth * gOffset)) / determinant;
            offset -= ((hSlope * gOffset) - (hBoth * gSlope)) / determinant;
        }

        return ((float)Math.Clamp(slope, 0.2, 10), (float)Math.Clamp(offset, -10, 10));
    }
}
