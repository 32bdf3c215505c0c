using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="SurgeRule"/>.</summary>
internal sealed record SurgeSettings : RuleSettings
{
    /// <summary>Windows that are looked at at most, the newest included.</summary>
    public const int MaxWindows = 12;

    public SurgeSettings() => Mode = RuleMode.Off;

    /// <summary>The time in which comments are counted. Default ten minutes.</summary>
    [Description("The time in which an article's comments are counted.")]
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Comments in a window below which there is no surge. Default 30.</summary>
    [Description("Comments within the window below which there is no surge, however quiet it was before.")]
    [Range(2, 100_000)]
    public int MinComments { get; init; } = 30;

    /// <summary>How many times the usual number is a surge. Default 5.</summary>
    [Description("How many times the article's average per window, over the day before, is a surge.")]
    [Range(2, 1_000)]
    public int Factor { get; init; } = 5;

    /// <summary>Share of the window's comments held or rejected that is a surge too, in percent. Default 50; 0 switches this off.</summary>
    [Description("Share of comments held or rejected within a window of minComments or more, in percent, that is a surge too; 0 looks at none.")]
    [Range(0, 100)]
    public int HeldPercent { get; init; } = 50;

    /// <summary>How many windows the article premoderates itself after a surge. Default 6: an hour.</summary>
    [Description("For how many windows after a surge the article's comments are held.")]
    [Range(1, MaxWindows)]
    public int HoldWindows { get; init; } = 6;
}
