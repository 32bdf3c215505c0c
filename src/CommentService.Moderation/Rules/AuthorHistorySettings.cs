using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="AuthorHistoryRule"/>.</summary>
internal sealed record AuthorHistorySettings : RuleSettings
{
    /// <summary>What to do. Default <c>hold</c>.</summary>
    [Description("What to do with the next comment of such an author. An author known by name alone is only held.")]
    public RuleAction Action { get; init; } = RuleAction.Hold;

    /// <summary>How many of the author's last comments count. Default 20.</summary>
    [Description("How many of the author's last comments are looked at.")]
    [Range(1, 200)]
    public int Last { get; init; } = 20;

    /// <summary>Decided comments among them below which nothing is concluded. Default 10.</summary>
    [Description("Decided comments among them below which nothing is concluded.")]
    [Range(1, 200)]
    public int MinDecided { get; init; } = 10;

    /// <summary>Rejected or removed share of the decided ones, in percent. Default 30.</summary>
    [Description("Share of rejected or removed comments among the decided ones, in percent, from which on the rule reports.")]
    [Range(1, 100)]
    public int RejectedPercent { get; init; } = 30;
}
