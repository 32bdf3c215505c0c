using CommentService.Moderation.Words;

namespace CommentService.Moderation.Rules;

/// <summary>Names or terms that are held on one article or section, such as those of a court case.</summary>
internal sealed class ArticleTermsRule : ITextRule
{
    private readonly ArticleTermsSettings _settings;
    private readonly WordSearch _search;

    public ArticleTermsRule(ArticleTermsSettings settings)
    {
        _settings = settings;
        _search = new WordSearch(settings.Entries
            .Select((entry, number) => (entry, number))
            .ToDictionary(pair => pair.number.ToString(System.Globalization.CultureInfo.InvariantCulture), pair => new WordList { Terms = pair.entry.Terms }));
    }

    public Report? Judge(Judgement judgement)
    {
        Report? report = null;
        for (var number = 0; number < _settings.Entries.Count; number++)
        {
            var entry = _settings.Entries[number];
            var isOver = entry.Until is { } until && judgement.Input.SubmittedAt > until;
            if (!isOver && entry.Covers(judgement.Input.ArticleId) && EvidenceOf(judgement, number) is { Count: > 0 } evidence
                && (report is null || (FindingAction)entry.Action > report.Action))
            {
                report = new Report(entry.Action, Sentence(entry, evidence[0].Match), evidence);
            }
        }

        return report;
    }

    private List<Evidence> EvidenceOf(Judgement judgement, int list)
    {
        var evidence = new List<Evidence>();
        foreach (var field in (ReadOnlySpan<SubmissionField>)[SubmissionField.Name, SubmissionField.Comment])
        {
            var text = judgement.Folded(field);
            foreach (var hit in _search.Find(text))
            {
                if (hit.List == list && evidence.Count < Report.MaxEvidence)
                {
                    evidence.Add(text.Evidence(field, hit.Start, hit.End));
                }
            }
        }

        return evidence;
    }

    private static string Sentence(ArticleTerms entry, string match) =>
        entry.Reason.Trim() is { Length: > 0 } reason
            ? $"“{match}” is not to be published on this article: {reason.TrimEnd('.')}."
            : $"“{match}” is not to be published on this article.";
}
