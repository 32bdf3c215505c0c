using CommentService.Moderation.Classifiers;
using CommentService.Moderation.Text;
using CommentService.Moderation.Words;

namespace CommentService.Moderation;

/// <summary>One submission while the rules look at it; what several rules need is worked out once.</summary>
internal sealed class Judgement(Reading reading, WordSearch words, ClassifierModel model, SiteWeights? site = null)
{
    private readonly IReadOnlyList<WordHit>?[] _words = new IReadOnlyList<WordHit>?[4];
    private Facts? _facts;
    private IReadOnlyList<TextLink>? _nameLinks;
    private IReadOnlyList<TextLink>? _commentLinks;
    private ClassifierScores? _scores;
    private LearnedFact? _learned;
    private IReadOnlyList<TextLink>? _websiteLinks;

    public ModerationInput Input => reading.Input;

    /// <summary>Whether both classifiers decide in this policy, so that others may rest on what they say.</summary>
    public bool AsksClassifiers { get; init; }

    /// <summary>What the database knows; there once the text has been read.</summary>
    public Facts Facts
    {
        get => _facts ?? throw new InvalidOperationException("A rule that is asked before the facts are known must not need them.");
        set => _facts = value;
    }

    /// <summary>What the rules that read nothing but the text found, by their place among the rules; null when none did.</summary>
    public Finding?[]? TextFindings { get; set; }

    /// <summary>What the rules asked so far found.</summary>
    public IReadOnlyList<Finding> Findings { get; set; } = [];

    /// <summary>The text of a field; empty where it was not given.</summary>
    public string Text(SubmissionField field) => reading.Text(field);

    public FoldedText Folded(SubmissionField field) => reading.Folded(field);

    /// <summary>The terms of all lists in a field.</summary>
    public IReadOnlyList<WordHit> Words(SubmissionField field) =>
        _words[(int)field] ??= Text(field).Length == 0 ? [] : words.Find(Folded(field));

    public IReadOnlyList<TextLink> NameLinks => _nameLinks ??= LinkFinder.Find(Input.Name);

    public IReadOnlyList<TextLink> CommentLinks => _commentLinks ??= LinkFinder.Find(Input.Comment);

    public IReadOnlyList<TextLink> WebsiteLinks => _websiteLinks ??= Input.Website is { Length: > 0 } website ? LinkFinder.Find(website) : [];

    /// <summary>Both classifiers' scores.</summary>
    public ClassifierScores Scores
    {
        get
        {
            ReadScores();
            return _scores!.Value;
        }
    }

    /// <summary>What the site's own weights add to the scores; null where there are none.</summary>
    public LearnedFact? Learned
    {
        get
        {
            // Without weights there is nothing to read the features for: no rule may want the scores.
            if (site is { IsEmpty: false })
            {
                ReadScores();
            }

            return _learned;
        }
    }

    /// <summary>The features once more, to tell which words made a score. The set is the thread's own and filled anew by the next call.</summary>
    public FeatureSet Features()
    {
        var disguised = 0;
        foreach (var link in CommentLinks)
        {
            disguised += link.Kind == LinkKind.Disguised ? 1 : 0;
        }

        return FeatureReader.Read(Input, CommentLinks.Count, disguised);
    }

    /// <summary>The words of the current features that spoke loudest for a classifier's question, in the order of the text.</summary>
    public IReadOnlyList<Evidence> Loudest(Classifier classifier) => Explanation.Of(this, model, classifier);

    /// <summary>A place in a field as it was written.</summary>
    public Evidence Evidence(SubmissionField field, int start, int length) =>
        new(field, start, length, Text(field).Substring(start, length));

    /// <summary>Lets go of what is many times the text's size; it is worked out again where a rule still asks for it.</summary>
    public void Trim()
    {
        reading.Trim();
        Array.Clear(_words);
    }

    // The features are read once for all that is weighed.
    private void ReadScores()
    {
        if (_scores is null)
        {
            var features = Features();
            _scores = model.Score(features) with { Promotion = Promotion.Of(Input, NameLinks.Count > 0, features.MixedWords) };
            _learned = site?.FactFor(features, Input.Website);
        }
    }
}
