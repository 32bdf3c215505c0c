namespace CommentService.Moderation.Rules;

/// <summary>What a rule saw, before its mode is applied.</summary>
/// <param name="Action">What it asks for; <see cref="FindingAction.None"/> when it abstains.</param>
/// <param name="Message">One sentence for the moderator.</param>
/// <param name="Evidence">The places that it rests on.</param>
internal sealed record Report(FindingAction Action, string Message, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>A classifier's score from 0 to 1, where there is one.</summary>
    public double? Score { get; init; }

    /// <summary>More places than this are not listed: a moderator needs to see why, not a copy of the comment.</summary>
    public const int MaxEvidence = 20;

    public Report(RuleAction action, string message, params IReadOnlyList<Evidence> evidence)
        : this((FindingAction)action, message, evidence)
    {
    }
}
