using System.Globalization;
using CommentService.Moderation.Classifiers;

namespace CommentService.Moderation.Rules;

/// <summary>A classifier's score against two thresholds. Where it knows too few of the words it abstains, on record.</summary>
internal sealed class ClassifierRule(Classifier classifier, ClassifierSettings settings) : IRule
{
    // A name or a cry alone is of no language.
    private const int FewestWords = 4;

    private readonly string _what = classifier == Classifier.Spam ? "advertising" : "abuse";

    public Report? Judge(Judgement judgement)
    {
        var scores = judgement.Scores;
        var probability = ClassifierScores.Probability(scores.Logit(classifier));
        var action = Passes(probability, settings.Reject) ? FindingAction.Reject
            : Passes(probability, settings.Hold) ? FindingAction.Hold
            : FindingAction.None;
        if (scores.Words >= FewestWords && scores.Known(classifier) * 100 < settings.KnownPercent)
        {
            return new Report(FindingAction.None, $"Not judged: too few of the words are of a language in which the classifier for {_what} was trained.", []);
        }

        return action == FindingAction.None ? null : new Report(action, Sentence(probability), judgement.Loudest(classifier))
        {
            Score = Math.Round(probability, 4),
        };
    }

    private static bool Passes(double probability, double threshold) => threshold < 1 && probability >= threshold;

    private string Sentence(double probability) =>
        string.Create(CultureInfo.InvariantCulture, $"Looks like {_what}: {Math.Floor(probability * 100)} %.");
}
