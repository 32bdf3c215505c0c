using CommentService.Moderation.Rules;
using CommentService.Moderation.Words;

namespace CommentService.Moderation.Documents;

/// <summary>A policy as it is written, defaults filled in.</summary>
/// <param name="Mode">What happens to a comment in which no rule found anything.</param>
/// <param name="Lists">All word lists that it defines or uses, by name.</param>
/// <param name="Rules">The settings of each rule, by name, in the catalog's order.</param>
internal sealed record PolicyDocument(
    ModerationMode Mode,
    IReadOnlyDictionary<string, WordList> Lists,
    IReadOnlyDictionary<string, RuleSettings> Rules)
{
    /// <summary>All lists, all rules, all defaults.</summary>
    public static PolicyDocument Default { get; } = new(
        ModerationMode.Postmoderate,
        BuiltInLists.All,
        RuleCatalog.All.ToDictionary(rule => rule.Name, rule => rule.Default));
}
