using CommentService.Moderation.Classifiers;
using CommentService.Moderation.Text;
using CommentService.Moderation.Words;

namespace CommentService.Moderation;

/// <summary>One submission while the rules look at it; what several rules need is worked out once.</summary>
internal sealed class Judgement(Reading reading, Facts facts, WordSearch words, ClassifierModel model)
{
    private readonly IReadOnlyList<WordHit>?[] _words = new IReadOnlyList<WordHit>?[4];
    private IReadOnlyList<TextLink>? _nameLinks;
    private IReadOnlyList<TextLink>? _commentLinks;
    private ClassifierScores? _scores;
    private IReadOnlyList<TextLink>? _websiteLinks;

    public ModerationInput Input => reading.Input;

    public Facts Facts => facts;

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

    /// <summary>Both classifiers' scores; their features are read once.</summary>
    public ClassifierScores Scores => _scores ??= model.Score(Features());

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
}
