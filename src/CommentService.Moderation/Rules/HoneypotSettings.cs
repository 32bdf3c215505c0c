using System.ComponentModel;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="HoneypotRule"/>.</summary>
internal sealed record HoneypotSettings : RuleSettings
{
    /// <summary>What to do. Default <c>hold</c>.</summary>
    [Description("What to do when the hidden field was filled in.")]
    public RuleAction Action { get; init; } = RuleAction.Hold;
}
