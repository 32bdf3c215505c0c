using System.Globalization;
using CommentService.Moderation.Classifiers;
using CommentService.Moderation.Words;

namespace CommentService.Moderation.Rules;

/// <summary>Terms of the rule's lists in the rule's fields.</summary>
internal sealed class WordsRule : ITextRule
{
    private readonly WordsSettings _settings;
    private readonly WordSearch _words;
    private readonly string _adjective;
    private readonly int[] _lists;
    private readonly bool[] _isBuiltIn;

    public WordsRule(WordsSettings settings, WordSearch words, string adjective)
    {
        _settings = settings;
        _words = words;
        _adjective = adjective;
        _lists = [.. settings.Lists.Select(words.NumberOf).Distinct()];
        _isBuiltIn = [.. _lists.Select(words.IsBuiltIn)];
    }

    public Report? Judge(Judgement judgement)
    {
        if (judgement.Input.Language is null && !HasAny(judgement))
        {
            return null;
        }

        var found = new Found(judgement);
        var inScope = 0;
        for (var i = 0; i < _lists.Length; i++)
        {
            if (Covers(_words.LanguageOf(_lists[i]), judgement.Input.Language))
            {
                inScope++;
                Look(judgement, _lists[i], _isBuiltIn[i], ref found);
            }
        }

        return found.Count > 0 ? new Report(ActionFor(judgement, found), Sentence(found), found.Evidence!)
            : inScope < _lists.Length && inScope == 0 ? Abstain(judgement.Input.Language)
            : null;
    }

    // Most texts hold no term of any list, which needs no look at each.
    private bool HasAny(Judgement judgement)
    {
        foreach (var field in _settings.Fields)
        {
            if (judgement.Words(field).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private RuleAction ActionFor(Judgement judgement, in Found found) =>
        _settings is SuspectWordsSettings { RejectFrom: < 1 } suspect && Score(judgement, Classifier.Abuse) >= suspect.RejectFrom ? RuleAction.Reject
        : IsClear(judgement, found) ? _settings.Action
        : RuleAction.Hold;

    private bool IsClear(Judgement judgement, in Found found) =>
        found.Sure > 0 && (_settings.HoldPast == 0 || judgement.Input.Comment.Length <= (long)_settings.HoldPast * found.Sure);

    private void Look(Judgement judgement, int list, bool isBuiltIn, ref Found found)
    {
        foreach (var field in _settings.Fields)
        {
            foreach (var hit in judgement.Words(field))
            {
                if (hit.List == list)
                {
                    var isQuoted = Quotation.Contains(judgement.Folded(field).Text, hit.Start, hit.End);
                    var isDoubtful = isQuoted || _settings.Action == RuleAction.Hold;
                    if (!(isDoubtful && isBuiltIn && field == SubmissionField.Comment && hit.IsPlain && IsHarmless(judgement)))
                    {
                        found.Add(field, hit, isSure: !hit.IsGuess && !isQuoted);
                    }
                }
            }
        }
    }

    private bool IsHarmless(Judgement judgement) =>
        Score(judgement, Classifier.Abuse) < _settings.PassBelow && Score(judgement, Classifier.Spam) < _settings.PassBelow;

    // NaN, which compares as neither, where the language is not known or nobody wants to hear the classifiers.
    private static double Score(Judgement judgement, Classifier classifier)
    {
        var scores = judgement.Scores;
        return !judgement.AsksClassifiers || scores.Known(classifier) * 100 < ClassifierSettings.DefaultKnownPercent ? double.NaN : ClassifierScores.Probability(scores.Logit(classifier) + scores.Beside(classifier));
    }

    private string Sentence(in Found found) => found.Sure == 0
        ? $"May hold a {_adjective} word, in disguise or in a quotation: “{found.Evidence![0].Match}”."
        : found.Count == 1
        ? $"Contains a {_adjective} word: “{found.Evidence![0].Match}”."
        : string.Create(CultureInfo.InvariantCulture, $"Contains {found.Count} {_adjective} words, such as “{found.Evidence![0].Match}”.");

    private static Report Abstain(string? language) =>
        new(FindingAction.None, $"Not asked: no word list is meant for the page's language, {language}.", []);

    // "en" covers "en-GB"; a page that does not say is covered by all.
    private static bool Covers(string? list, string? page) =>
        string.IsNullOrEmpty(list) || string.IsNullOrEmpty(page)
        || page.StartsWith(list, StringComparison.OrdinalIgnoreCase) && (page.Length == list.Length || page[list.Length] is '-' or '_')
        || list.StartsWith(page + "-", StringComparison.OrdinalIgnoreCase);

    private struct Found(Judgement judgement)
    {
        private (SubmissionField Field, int End) _last;

        /// <summary>Terms, in disguise or not.</summary>
        public int Count { get; private set; }

        /// <summary>Of these, the ones that leave no doubt.</summary>
        public int Sure { get; private set; }

        public List<Evidence>? Evidence { get; private set; }

        // A term inside another ("ab" in "ab cd") is no second word to the moderator.
        public void Add(SubmissionField field, WordHit hit, bool isSure)
        {
            Sure += isSure ? 1 : 0;
            if (Count > 0 && _last.Field == field && hit.End <= _last.End)
            {
                return;
            }

            _last = (field, hit.End);
            if (++Count > Report.MaxEvidence)
            {
                return;
            }

            Evidence ??= [];
            Evidence.Add(judgement.Folded(field).Evidence(field, hit.Start, hit.End));
        }
    }
}
