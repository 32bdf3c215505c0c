namespace CommentService.Moderation.Classifiers.Training;

/// <summary>Logistic regression by stochastic gradient descent; the order is shuffled with a fixed seed, so the same examples give the same weights.</summary>
internal static class Trainer
{
    private const int Rounds = 8;
    private const float Rate = 0.5f;
    private const float Decay = 2e-4f;
    // Keeps the first steps of rare features small.
    private const float FirstSquare = 0.05f;
    private const int Seed = 20_261_124;

    /// <param name="classifier">Whose weights.</param>
    /// <param name="examples">What to learn from.</param>
    /// <param name="target">1 for what is to be found, 0 for what is not; null leaves the example out.</param>
    public static Weights Train(Classifier classifier, IReadOnlyList<Prepared> examples, Func<Prepared, float?> target)
    {
        var used = examples.Select(e => (Example: e, Target: target(e))).Where(e => e.Target is not null).Select(e => (e.Example, Target: e.Target!.Value)).ToArray();
        var weights = new Weights(classifier);
        var squares = new float[weights.Values.Length];
        Array.Fill(squares, FirstSquare);
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(used);
            var rate = Rate / (1 + (0.3f * round));
            foreach (var (example, wanted) in used)
            {
                var gradient = example.Weight * (Sigmoid(example.Score(weights)) - wanted);
                example.Descend(weights, squares, gradient, rate, Decay);
            }
        }

        return weights;
    }

    public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
