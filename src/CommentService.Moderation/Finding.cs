namespace CommentService.Moderation;

/// <summary>What a finding asks for. The values are ordered: the highest of all enforced findings is the verdict.</summary>
public enum FindingAction
{
    /// <summary>Only on record: a shadow rule's finding, or a rule that abstained.</summary>
    None = 0,

    /// <summary>Speaks for the comment, where nothing asks for more.</summary>
    Approve = 1,

    /// <summary>Puts the comment into the review queue.</summary>
    Hold = 2,

    /// <summary>Refuses the comment.</summary>
    Reject = 3,
}

/// <summary>The fields of a submission in which a rule can point at characters.</summary>
public enum SubmissionField
{
    Name,
    Comment,
    Email,
    Website,
}

/// <summary>Where in the original text a rule saw what it reports.</summary>
/// <param name="Field">The field.</param>
/// <param name="Start">Offset into the stored field, in UTF-16 code units.</param>
/// <param name="Length">Length in UTF-16 code units.</param>
/// <param name="Match">Exactly the text at that place.</param>
public sealed record Evidence(SubmissionField Field, int Start, int Length, string Match);

/// <summary>What one rule reports about one submission.</summary>
/// <param name="Rule">The rule's name, such as <c>links</c>.</param>
/// <param name="Action">What it asks for; <see cref="FindingAction.None"/> when the rule is in shadow mode or abstains.</param>
/// <param name="Message">One sentence for the moderator.</param>
/// <param name="Evidence">The places that it rests on; may be empty.</param>
/// <param name="Score">A classifier's score from 0 to 1, where there is one.</param>
/// <param name="Shadow">In shadow mode: what the rule would have asked for. Null otherwise.</param>
public sealed record Finding(
    string Rule,
    FindingAction Action,
    string Message,
    IReadOnlyList<Evidence> Evidence,
    double? Score = null,
    FindingAction? Shadow = null);

/// <summary>The rules' answer.</summary>
public enum Outcome
{
    Approve,
    Hold,
    Reject,
}

/// <summary>The rules' answer with every finding that led to it, in the pipeline's order.</summary>
public sealed record Verdict(Outcome Outcome, IReadOnlyList<Finding> Findings);
