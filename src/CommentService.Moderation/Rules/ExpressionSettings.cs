using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CommentService.Moderation.Documents;
using CommentService.Moderation.Expressions;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="ExpressionRule"/>.</summary>
internal sealed record ExpressionSettings : RuleSettings, ICheckedSettings
{
    /// <summary>Conditions of an editor. Default none.</summary>
    [Description("Conditions over the submission, the facts and the findings of other rules; the first of the strictest action that holds is reported.")]
    [MaxLength(100)]
    public IReadOnlyList<EditorCondition> Conditions { get; init; } = [];

    public void Check(PolicyErrors errors, string path)
    {
        for (var i = 0; i < Conditions.Count; i++)
        {
            if (Parser.Parse(Conditions[i].When, out var error) is null)
            {
                errors.Add($"{path}.conditions[{i}].when", error!);
            }

            if (Conditions[i].Message.Length is 0 or > EditorCondition.MaxMessage)
            {
                errors.Add($"{path}.conditions[{i}].message", $"must have 1 to {EditorCondition.MaxMessage} characters");
            }
        }
    }
}

/// <summary>One condition of an editor.</summary>
internal sealed record EditorCondition
{
    public const int MaxMessage = 300;

    [Description("The condition, such as: comment.links > 0 and author.approved = 0 and not found.links. At most 1,000 characters. Values: "
        + "name, comment, email, website, language, article (texts); name.length, comment.length, comment.links, author.approved, author.rejected, author.held, "
        + "author.decided, recent.author, recent.address, recent.article, similar (numbers); author.named, author.known, duplicate, honeypot, banned, and found.RULE for "
        + "each other rule that found something (yes or no). Operators: and, or, not, =, !=, <, <=, >, >=, contains, startsWith, endsWith; texts stand in '…' and are compared folded.")]
    public string When { get; init; } = "";

    [Description("What to do with a comment for which it holds.")]
    public RuleAction Action { get; init; } = RuleAction.Hold;

    [Description("What the moderator is told.")]
    public string Message { get; init; } = "A condition of the policy holds.";
}
