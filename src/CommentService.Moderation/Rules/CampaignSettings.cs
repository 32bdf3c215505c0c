using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="CampaignRule"/>.</summary>
internal sealed record CampaignSettings : RuleSettings
{
    /// <summary>What to do. Default <c>hold</c>.</summary>
    [Description("What to do with one more comment of a campaign.")]
    public RuleAction Action { get; init; } = RuleAction.Hold;

    /// <summary>How many such comments pass. Default 3: the fourth is held.</summary>
    [Description("Comments with nearly the same text, by other authors or on other articles, that pass.")]
    [Range(1, 100)]
    public int Pass { get; init; } = 3;

    /// <summary>How far back is looked. Default one hour.</summary>
    [Description("How far back nearly the same text is looked for.")]
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(1);
}
