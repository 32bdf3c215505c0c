using CommentService.Moderation.Expressions;

namespace CommentService.Moderation.Rules;

/// <summary>Conditions that an editor wrote. Asked after all other rules, since it may look at what they found.</summary>
internal sealed class ExpressionRule(ExpressionSettings settings) : IRule
{
    private readonly (Node When, EditorCondition Condition)[] _conditions =
        [.. settings.Conditions.Select(condition => (Parser.Parse(condition.When, out _)!, condition))];

    public Report? Judge(Judgement judgement)
    {
        EditorCondition? worst = null;
        foreach (var (when, condition) in _conditions)
        {
            if ((worst is null || condition.Action > worst.Action) && when.Holds(judgement))
            {
                worst = condition;
            }
        }

        return worst is null ? null : new Report(worst.Action, worst.Message);
    }
}
