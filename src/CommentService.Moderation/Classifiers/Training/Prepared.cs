namespace CommentService.Moderation.Classifiers.Training;

/// <summary>An example's features, read once.</summary>
internal sealed class Prepared(Example example, float weight, FeatureSet features)
{
    private readonly int[][] _groups = [.. Enumerable.Range(0, FeatureSet.Groups).Select(group => features.Of((FeatureGroup)group).ToArray())];

    public Example Example => example;

    /// <summary>How much it counts.</summary>
    public float Weight => weight;

    /// <summary>The features of the comment's words alone.</summary>
    public int[] Words { get; } = [.. Enumerable.Range(0, features.WordCount).Select(features.Word).Where(w => w.Field == SubmissionField.Comment).Select(w => w.Id)];

    public IEnumerable<int> Features => _groups.SelectMany(group => group);

    public float Score(Weights weights)
    {
        var score = weights.Bias;
        for (var group = 0; group < _groups.Length; group++)
        {
            if (!weights.Classifier.Reads((FeatureGroup)group))
            {
                continue;
            }

            var sum = 0f;
            foreach (var id in _groups[group])
            {
                sum += weights.Values[id];
            }

            score += sum * GroupScale.Of((FeatureGroup)group, _groups[group].Length);
        }

        return score;
    }

    /// <summary>
    /// Moves the weights against the gradient of the log loss: AdaGrad (Duchi, Hazan and Singer, 2011), with a pull towards
    /// zero. Features that <paramref name="left"/> names are left out this time, and the others stand for them.
    /// </summary>
    public void Descend(Weights weights, float[] squares, float[] tell, float wanted, float rate, float decay, in LeftOut left)
    {
        var score = weights.Bias;
        for (var group = 0; group < _groups.Length; group++)
        {
            if (!weights.Classifier.Reads((FeatureGroup)group))
            {
                continue;
            }

            var sum = 0f;
            foreach (var id in _groups[group])
            {
                sum += left.Has(id) ? 0 : weights.Values[id] * tell[id];
            }

            score += sum * left.Stand * GroupScale.Of((FeatureGroup)group, _groups[group].Length);
        }

        var gradient = weight * (Trainer.Sigmoid(score) - wanted);
        for (var group = 0; group < _groups.Length; group++)
        {
            if (!weights.Classifier.Reads((FeatureGroup)group))
            {
                continue;
            }

            var step = gradient * left.Stand * GroupScale.Of((FeatureGroup)group, _groups[group].Length);
            foreach (var id in _groups[group])
            {
                if (left.Has(id))
                {
                    continue;
                }

                ref var value = ref weights.Values[id];
                var slope = (step * tell[id]) + (decay * value);
                squares[id] += slope * slope;
                value -= rate * slope / MathF.Sqrt(squares[id] + 1e-6f);
            }
        }

        weights.Bias -= 0.02f * gradient;
    }
}
