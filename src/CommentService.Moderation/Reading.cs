using CommentService.Moderation.Text;
using CommentService.Moderation.Words;

namespace CommentService.Moderation;

/// <summary>A submission as it is read for rules and facts: each field is folded once, whoever needs it. For one thread at a time.</summary>
/// <param name="input">The submission.</param>
public sealed class Reading(ModerationInput input)
{
    private readonly FoldedText?[] _folded = new FoldedText?[4];

    /// <summary>The submission.</summary>
    public ModerationInput Input => input;

    /// <summary>The text's fingerprint for the duplicate rule (<see cref="Policy.Fingerprint"/>).</summary>
    public long? TextKey => TextFingerprint.Of(Folded(SubmissionField.Comment));

    /// <summary>What nearly the same texts have in common, for the campaign rule (<see cref="Moderation.Sketch"/>); null for a text of fewer than 8 words.</summary>
    public long? Sketch => Moderation.Sketch.Of(Folded(SubmissionField.Comment));

    /// <summary>The text of a field; empty where it was not given.</summary>
    internal string Text(SubmissionField field) => field switch
    {
        SubmissionField.Name => input.Name,
        SubmissionField.Comment => input.Comment,
        SubmissionField.Email => input.Email ?? "",
        _ => input.Website ?? "",
    };

    internal FoldedText Folded(SubmissionField field) => _folded[(int)field] ??= FoldedText.Of(Text(field));

    /// <summary>Lets go of what is many times the text's size; it is worked out again where it is still asked for.</summary>
    internal void Trim() => Array.Clear(_folded);
}
