using CommentService.Moderation.Text;
using CommentService.Moderation.Words;

namespace CommentService.Moderation;

/// <summary>One submission while the rules look at it; what several rules need is worked out once.</summary>
internal sealed class Judgement(ModerationInput input, Facts facts, WordSearch words)
{
    private readonly FoldedText?[] _folded = new FoldedText?[4];
    private readonly IReadOnlyList<WordHit>?[] _words = new IReadOnlyList<WordHit>?[4];
    private IReadOnlyList<TextLink>? _nameLinks;
    private IReadOnlyList<TextLink>? _commentLinks;

    public ModerationInput Input => input;

    public Facts Facts => facts;

    /// <summary>The text of a field; empty where it was not given.</summary>
    public string Text(SubmissionField field) => field switch
    {
        SubmissionField.Name => input.Name,
        SubmissionField.Comment => input.Comment,
        SubmissionField.Email => input.Email ?? "",
        _ => input.Website ?? "",
    };

    public FoldedText Folded(SubmissionField field) => _folded[(int)field] ??= FoldedText.Of(Text(field));

    /// <summary>The terms of all lists in a field.</summary>
    public IReadOnlyList<WordHit> Words(SubmissionField field) =>
        _words[(int)field] ??= Text(field).Length == 0 ? [] : words.Find(Folded(field));

    public IReadOnlyList<TextLink> NameLinks => _nameLinks ??= LinkFinder.Find(input.Name);

    public IReadOnlyList<TextLink> CommentLinks => _commentLinks ??= LinkFinder.Find(input.Comment);

    /// <summary>A place in a field as it was written.</summary>
    public Evidence Evidence(SubmissionField field, int start, int length) =>
        new(field, start, length, Text(field).Substring(start, length));
}
