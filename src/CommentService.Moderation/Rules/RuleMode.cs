namespace CommentService.Moderation.Rules;

/// <summary>What a rule's findings count for.</summary>
internal enum RuleMode
{
    /// <summary>They decide.</summary>
    Enforce,

    /// <summary>They are recorded and decide nothing.</summary>
    Shadow,

    /// <summary>The rule is not asked.</summary>
    Off,
}
