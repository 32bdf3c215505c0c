using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CommentService.Moderation.Words;

namespace CommentService.Moderation.Rules;

/// <summary>What both word rules let be set.</summary>
internal abstract record WordsSettings : RuleSettings
{
    /// <summary>What to do. Default <c>reject</c> for blocked words, <c>hold</c> for suspect ones.</summary>
    [Description("What to do with a submission in which a term was found.")]
    public RuleAction Action { get; init; } = RuleAction.Hold;

    /// <summary>Characters of a comment for each term found past which it is held rather than rejected. Default 500; 0 sets no limit.</summary>
    [Description("Characters of a comment for each term found past which it is held, not rejected: one word in a long text is for a moderator; 0 sets no limit.")]
    [Range(0, 100_000)]
    public int HoldPast { get; init; } = 500;

    /// <summary>Score of both classifiers below which a plain word of a built-in list passes that is suspect or quoted. Default 0.4 for blocked words, 0.72 for suspect ones; 0 lets none pass.</summary>
    [Description("Score of both classifiers below which a word of a built-in list passes that is plainly written in the comment and only suspect, or quoted: a list does not know the sense of a word. Where the classifiers do not know the language, or their rules do not decide, none passes; 0 lets none pass.")]
    [Range(0.0, 1.0)]
    public double PassBelow { get; init; } = 0.4;

    /// <summary>The lists, by name.</summary>
    [Description("Names of the word lists: those of the document's lists, or built-in ones.")]
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Where to look. Default everywhere.</summary>
    [Description("The fields to look into.")]
    public IReadOnlyList<SubmissionField> Fields { get; init; } =
        [SubmissionField.Name, SubmissionField.Comment, SubmissionField.Email, SubmissionField.Website];
}

/// <summary>Settings of the rule <c>blocked-words</c>. Default: reject what is in the built-in lists that end in <c>-strong</c>.</summary>
internal sealed record BlockedWordsSettings : WordsSettings
{
    public BlockedWordsSettings()
    {
        Action = RuleAction.Reject;
        Lists = BuiltInLists.Strong;
    }
}

/// <summary>Settings of the rule <c>suspect-words</c>. Default: hold what is in the built-in lists that end in <c>-suspect</c>.</summary>
internal sealed record SuspectWordsSettings : WordsSettings
{
    public SuspectWordsSettings() => (Lists, PassBelow) = (BuiltInLists.Suspect, 0.72);

    /// <summary>Score of the classifier for abuse from which a suspect word rejects. Default 0.88; 1 rejects none.</summary>
    [Description("Score of the classifier for abuse from which a submission with a suspect word is rejected: two witnesses; 1 rejects none.")]
    [Range(0.0, 1.0)]
    public double RejectFrom { get; init; } = 0.88;
}
