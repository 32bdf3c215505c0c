namespace CommentService.Moderation.Classifiers.Training;

/// <summary>Logistic regression by stochastic gradient descent; the order is shuffled with a fixed seed, so the same examples give the same weights.</summary>
internal static class Trainer
{
    private const float Rate = 0.5f;
    private const float Decay = 2e-4f;

    // Keeps the first steps of rare features small.
    private const float FirstSquare = 0.05f;

    // What tells abuse is spread over many words, of which a text has few. Spam is told by what is in most of it, which the
    // same course makes it forget for names and addresses of the day.
    private static readonly Course ForAbuse = new(Seed: 20_261_125, Rounds: 12, LeftOut: 0.3f, LeastTell: 0.2f, TellByRatio: 0.25f);
    private static readonly Course ForSpam = new(Seed: 20_261_124, Rounds: 8, LeftOut: 0, LeastTell: 1, TellByRatio: 0);

    /// <param name="classifier">Whose weights.</param>
    /// <param name="examples">What to learn from.</param>
    /// <param name="target">1 for what is to be found, 0 for what is not; null leaves the example out.</param>
    public static Weights Train(Classifier classifier, IReadOnlyList<Prepared> examples, Func<Prepared, float?> target)
    {
        var used = examples.Select(e => (Example: e, Target: target(e))).Where(e => e.Target is not null).Select(e => (e.Example, Target: e.Target!.Value)).ToArray();
        var weights = new Weights(classifier);
        var squares = new float[weights.Values.Length];
        Array.Fill(squares, FirstSquare);
        var course = classifier == Classifier.Abuse ? ForAbuse : ForSpam;
        var tell = Tell(used, course);
        var random = new Random(course.Seed);
        for (var round = 0; round < course.Rounds; round++)
        {
            random.Shuffle(used);
            var rate = Rate / (1 + (0.3f * round));
            foreach (var (example, wanted) in used)
            {
                example.Descend(weights, squares, tell, wanted, rate, Decay, new LeftOut((uint)random.Next(), course.LeftOut));
            }
        }

        for (var i = 0; i < tell.Length; i++)
        {
            weights.Values[i] *= tell[i];
        }

        return weights;
    }

    public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    // A feature as common on both sides can only fit chance, so it learns slowly; one of a single side fast (Wang and
    // Manning, 2012).
    private static float[] Tell((Prepared Example, float Target)[] used, Course course)
    {
        var sides = new float[2][] { new float[1 << FeatureSet.Bits], new float[1 << FeatureSet.Bits] };
        var sizes = new float[2];
        foreach (var (example, target) in used)
        {
            sizes[(int)target] += example.Weight;
            foreach (var id in example.Features)
            {
                sides[(int)target][id] += example.Weight;
            }
        }

        var even = MathF.Log(sizes[1] / sizes[0]);
        return [.. sides[1].Zip(sides[0], (bad, good) => course.LeastTell + (course.TellByRatio * MathF.Abs(MathF.Log((bad + 0.5f) / (good + 0.5f)) - even)))];
    }

    private readonly record struct Course(int Seed, int Rounds, float LeftOut, float LeastTell, float TellByRatio);
}
