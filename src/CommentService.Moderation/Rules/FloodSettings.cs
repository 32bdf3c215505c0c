using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="FloodRule"/>.</summary>
internal sealed record FloodSettings : RuleSettings
{
    /// <summary>What to do. Default <c>hold</c>.</summary>
    [Description("What to do with the comments past a limit.")]
    public RuleAction Action { get; init; } = RuleAction.Hold;

    /// <summary>How far back is counted. Default one minute.</summary>
    [Description("How far back comments are counted.")]
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Comments by one author within the window that pass. Default 10; 0 sets no limit.</summary>
    [Description("Comments by one author within the window that pass; 0 sets no limit.")]
    [Range(0, 10_000)]
    public int PerAuthor { get; init; } = 10;

    /// <summary>Comments from one network address within the window that pass. Default 30; 0 sets no limit.</summary>
    [Description("Comments from one network address within the window that pass; 0 sets no limit.")]
    [Range(0, 10_000)]
    public int PerAddress { get; init; } = 30;

    /// <summary>Comments on one article within the window that pass. Default 0, which sets no limit.</summary>
    [Description("Comments on one article within the window that pass; 0 sets no limit.")]
    [Range(0, 100_000)]
    public int PerArticle { get; init; }
}
