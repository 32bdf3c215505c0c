namespace CommentService.Moderation.Classifiers;

/// <summary>The words that made a score what it is, for the moderator to see.</summary>
internal static class Explanation
{
    /// <summary>More words than this explain nothing.</summary>
    private const int Most = 5;

    // A word must carry at least this part of what the loudest one does.
    private const float LeastShare = 0.25f;

    public static IReadOnlyList<Evidence> Of(Judgement judgement, ClassifierModel model, Classifier classifier)
    {
        var features = judgement.Features();
        var weights = new float[features.WordCount];
        model.Explain(features, classifier, weights);
        var least = Math.Max(0.01f, weights.DefaultIfEmpty().Max() * LeastShare);
        return
        [
            .. Enumerable.Range(0, weights.Length)
                .Where(i => weights[i] >= least)
                .OrderByDescending(i => weights[i]).Take(Most)
                .Select(features.Word)
                .OrderBy(word => (word.Field != SubmissionField.Comment, word.Field, word.Start))
                .Select(word => judgement.Evidence(word.Field, word.Start, word.End - word.Start)),
        ];
    }
}
