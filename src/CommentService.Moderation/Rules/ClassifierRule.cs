using System.Globalization;
using CommentService.Moderation.Classifiers;

namespace CommentService.Moderation.Rules;

/// <summary>A classifier's score against two thresholds. Where it knows too few of the words it abstains, on record.</summary>
internal sealed class ClassifierRule(Classifier classifier, ClassifierSettings settings) : IPreparedRule
{
    // A name or a cry alone is of no language, and too little to refuse somebody for.
    private const int FewestWords = 4;

    // A logit of 1: from even odds to three in four.
    private const double LeastTaught = 1;

    // Shares of a comment's runs of words that were refused before: where a website is to be promoted, fewer are a copy.
    private const double LeastCopied = 0.5;
    private const double LeastCopiedWithWebsite = 0.2;

    private readonly string _what = classifier == Classifier.Spam ? "advertising" : "abuse";

    public void Prepare(Judgement judgement) => _ = judgement.Scores;

    public Report? Judge(Judgement judgement)
    {
        var report = ByScore(judgement);
        return report is { Action: >= FindingAction.Hold } ? report : ByMemory(judgement, report?.Score) ?? report;
    }

    private Report? ByScore(Judgement judgement)
    {
        var scores = judgement.Scores;
        var learned = Learned(judgement.Facts.Learned);
        var knows = scores.Words < FewestWords || scores.Known(classifier) * 100 >= settings.KnownPercent;
        if (!knows && learned < LeastTaught && scores.Beside(classifier) == 0)
        {
            return new Report(FindingAction.None, $"Not judged: too few of the words are of a language in which the classifier for {_what} was trained.", []);
        }

        // Of words that it does not know the classifier says nothing, but the site's moderators may have taught some.
        var probability = ClassifierScores.Probability((knows ? scores.Logit(classifier) : 0) + scores.Beside(classifier) + learned);
        var (hold, reject) = string.IsNullOrEmpty(judgement.Input.Website) ? (settings.Hold, settings.Reject) : (settings.HoldWithWebsite, settings.RejectWithWebsite);
        var action = Passes(probability, reject) && scores.Words >= FewestWords ? FindingAction.Reject
            : Passes(probability, hold) ? FindingAction.Hold
            : FindingAction.None;
        return action == FindingAction.None ? null : new Report(action, Sentence(probability), judgement.Loudest(classifier))
        {
            Score = Math.Round(probability, 4),
        };
    }

    // What moderators took down is no kinder when it comes again in other words. It is held, not rejected: readers quote.
    private Report? ByMemory(Judgement judgement, double? score)
    {
        if (classifier != Classifier.Spam || !settings.Learned || judgement.Facts.Learned is not { } fact)
        {
            return null;
        }

        var website = judgement.Input.Website;
        if (fact.IsWebsiteRefused)
        {
            return new Report(FindingAction.Hold, "Its website was in comments that were refused or taken down here.", [judgement.Evidence(SubmissionField.Website, 0, website!.Length)]) { Score = score };
        }

        return fact.Copied >= (string.IsNullOrEmpty(website) ? LeastCopied : LeastCopiedWithWebsite)
            ? new Report(FindingAction.Hold, string.Create(CultureInfo.InvariantCulture, $"Much of it was in comments that were refused or taken down here: {Math.Floor(fact.Copied * 100)} %."), []) { Score = score }
            : null;
    }

    private double Learned(LearnedFact? fact) => fact is null || !settings.Learned ? 0 : classifier == Classifier.Spam ? fact.Spam : fact.Abuse;

    private static bool Passes(double probability, double threshold) => threshold < 1 && probability >= threshold;

    private string Sentence(double probability) =>
        string.Create(CultureInfo.InvariantCulture, $"Looks like {_what}: {Math.Floor(probability * 100)} %.");
}
