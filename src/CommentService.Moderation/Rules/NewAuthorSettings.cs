using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="NewAuthorRule"/>. Off unless a policy says otherwise.</summary>
internal sealed record NewAuthorSettings : RuleSettings
{
    public NewAuthorSettings() => Mode = RuleMode.Off;

    /// <summary>Approved comments, of the author's last 100, from which on an author is known. Default 1.</summary>
    [Description("Approved comments, among the author's last 100, from which on an author is known.")]
    [Range(1, 100)]
    public int MinApproved { get; init; } = 1;
}
