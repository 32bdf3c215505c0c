namespace CommentService.Moderation.Classifiers.Training;

/// <summary>Trains both classifiers.</summary>
public sealed class ModelTraining
{
    /// <summary>Parts into which examples are split to see how a score fares on what it was not trained on.</summary>
    public const int Folds = 5;

    private readonly IReadOnlyList<Prepared> _examples;

    /// <param name="examples">Labelled comments whose licence allows it.</param>
    public ModelTraining(IReadOnlyList<Example> examples)
    {
        var set = new TrainingSet();
        var prepared = set.Prepare(examples);
        var first = Trainer.Train(Classifier.Abuse, prepared, AbuseTarget);
        var second = Trainer.Train(Classifier.Abuse, [.. prepared, .. set.HarmlessParts(examples, first)], AbuseTarget);
        _examples = [.. prepared, .. set.HarmlessParts(examples, second)];
    }

    /// <summary>The part that an example belongs to: those of one group are together.</summary>
    public static int FoldOf(Example example) => (int)(Hash(example.Source + "/" + example.Group) % Folds);

    /// <summary>The model of all examples, and for each part one that has not seen it. They turn scores into probabilities alike: as fits what was not seen.</summary>
    public (ClassifierModel All, IReadOnlyList<ClassifierModel> WithoutFold) Train()
    {
        var spam = Train(Classifier.Spam, SpamTarget);
        var abuse = Train(Classifier.Abuse, AbuseTarget);
        return (
            ClassifierModel.Of(spam[Folds], abuse[Folds], Common(_examples)),
            [.. Enumerable.Range(0, Folds).Select(fold => ClassifierModel.Of(spam[fold], abuse[fold], Common([.. _examples.Where(e => FoldOf(e.Example) != fold)])))]);
    }

    /// <summary>A model that has seen nothing of a source, with the probabilities of one that has seen it.</summary>
    public ClassifierModel TrainWithout(string source, ClassifierModel calibrated)
    {
        var examples = _examples.Where(e => e.Example.Source != source).ToList();
        return ClassifierModel.Of(TrainOn(Classifier.Spam, examples, SpamTarget), TrainOn(Classifier.Abuse, examples, AbuseTarget), Common(examples)).CalibratedAs(calibrated);
    }

    // In how many texts each feature is.
    private static byte[] Common(IReadOnlyList<Prepared> examples)
    {
        var counts = new int[1 << FeatureSet.Bits];
        foreach (var example in examples)
        {
            foreach (var id in example.Features)
            {
                counts[id]++;
            }
        }

        return Array.ConvertAll(counts, ClassifierModel.CommonOf);
    }

    // The last one is of all.
    private Weights[] Train(Classifier classifier, Func<Prepared, float?> target)
    {
        var trained = new Weights[Folds + 1];
        Parallel.For(0, Folds + 1, new ParallelOptions { MaxDegreeOfParallelism = 2 }, fold =>
            trained[fold] = TrainOn(classifier, [.. _examples.Where(e => FoldOf(e.Example) != fold)], target));
        var calibration = Calibration.Fit([.. _examples.Where(e => target(e) is not null).Select(e => (e.Score(trained[FoldOf(e.Example)]), target(e) == 1, e.Weight))]);
        foreach (var weights in trained)
        {
            weights.Calibration = calibration;
        }

        return trained;
    }

    private static Weights TrainOn(Classifier classifier, List<Prepared> examples, Func<Prepared, float?> target)
    {
        var weights = Trainer.Train(classifier, examples, target);
        MarkKnown(examples, target, weights);
        return weights;
    }

    private static float? SpamTarget(Prepared e) => e.Example.Label == ExampleLabel.Spam ? 1 : 0;

    // A language of which nothing but templates is there teaches the templates, and is better left to others.
    private static float? AbuseTarget(Prepared e) => e.Example.Language is not ("" or "en") ? null : e.Example.Label is ExampleLabel.Abuse or ExampleLabel.Profanity ? 1 : 0;

    // A language of which only one side was seen is none that the classifier can judge.
    private static void MarkKnown(List<Prepared> examples, Func<Prepared, float?> target, Weights weights)
    {
        var languages = examples.GroupBy(e => e.Example.Language)
            .Where(l => l.Count(e => target(e) == 1) >= 20 && l.Count(e => target(e) == 0) >= 20)
            .Select(l => l.Key).ToHashSet();
        var seen = new byte[weights.Values.Length];
        foreach (var example in examples.Where(e => languages.Contains(e.Example.Language)))
        {
            foreach (var id in example.Words.Distinct())
            {
                seen[id] = (byte)Math.Min(seen[id] + 1, 255);
                if (seen[id] == 3)
                {
                    weights.Known[id >> 6] |= 1UL << (id & 63);
                }
            }
        }
    }

    // FNV-1a: the same in every process.
    private static uint Hash(string text)
    {
        var hash = 2_166_136_261u;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16_777_619;
        }

        return hash ^ (hash >> 15);
    }
}
