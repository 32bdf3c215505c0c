using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="DuplicateRule"/>.</summary>
internal sealed record DuplicateSettings : RuleSettings
{
    /// <summary>What to do with the author's own text again. Default <c>reject</c>.</summary>
    [Description("What to do with a text that the same author sent before, on any article. An author known by name alone is only held.")]
    public RuleAction SameAuthorAction { get; init; } = RuleAction.Reject;

    /// <summary>What to do with someone else's text on the same article. Default <c>hold</c>.</summary>
    [Description("What to do with a text that someone else sent before on the same article.")]
    public RuleAction OtherAuthorAction { get; init; } = RuleAction.Hold;

    /// <summary>How far back is looked. Default 24 hours.</summary>
    [Description("How far back the same text is looked for.")]
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);
}
