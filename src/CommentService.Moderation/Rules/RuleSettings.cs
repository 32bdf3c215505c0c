using System.ComponentModel;
using System.Text.Json.Serialization;

namespace CommentService.Moderation.Rules;

/// <summary>What every rule lets be set. Each rule's own record stands beside it.</summary>
internal abstract record RuleSettings
{
    /// <summary>What the findings count for. Default <c>enforce</c> unless the rule says otherwise.</summary>
    [Description("enforce: findings decide. shadow: findings are recorded and decide nothing. off: the rule is not asked.")]
    [JsonPropertyOrder(-1)]
    public RuleMode Mode { get; init; } = RuleMode.Enforce;
}
