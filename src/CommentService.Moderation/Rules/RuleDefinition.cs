using CommentService.Moderation.Words;

namespace CommentService.Moderation.Rules;

/// <summary>A rule as the catalog lists it.</summary>
/// <param name="Name">Its name in policies and findings.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="Default">Its settings where a policy says nothing.</param>
/// <param name="Create">Makes the rule.</param>
internal sealed record RuleDefinition(string Name, string Description, RuleSettings Default, Func<RuleSettings, WordSearch, IRule> Create)
{
    public static RuleDefinition Of<TSettings>(string name, string description, Func<TSettings, IRule> create)
        where TSettings : RuleSettings, new() => new(name, description, new TSettings(), (settings, _) => create((TSettings)settings));

    public static RuleDefinition Of<TSettings>(string name, string description, Func<TSettings, WordSearch, IRule> create)
        where TSettings : RuleSettings, new() => new(name, description, new TSettings(), (settings, words) => create((TSettings)settings, words));
}
