namespace CommentService.Moderation.Rules;

/// <summary>What a rule asks for when it finds something.</summary>
internal enum RuleAction
{
    Hold = FindingAction.Hold,
    Reject = FindingAction.Reject,
}
