using CommentService.Moderation.Rules;

namespace CommentService.Moderation;

/// <summary>
/// Asks every rule that is on and makes a verdict of what they report: first those that read nothing but the text,
/// which can be asked before anything is known of its author, then the others.
/// </summary>
internal sealed class Pipeline(IReadOnlyList<ActiveRule> rules, ModerationMode mode)
{
    private static readonly Verdict Clean = new(Outcome.Approve, []);
    private static readonly Verdict Waiting = new(Outcome.Hold, []);

    public void Read(Judgement judgement)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            Prepare(rules[i].Rule, judgement);
            if (rules[i].Rule is ITextRule && Ask(rules[i], judgement) is { } finding)
            {
                (judgement.TextFindings ??= new Finding?[rules.Count])[i] = finding;
            }
        }
    }

    public Verdict Run(Judgement judgement)
    {
        var effective = judgement.Facts.Mode == ModerationMode.Inherit ? mode : judgement.Facts.Mode;
        var outcome = effective == ModerationMode.Premoderate ? Outcome.Hold : Outcome.Approve;
        List<Finding>? findings = null;
        judgement.Findings = [];
        for (var i = 0; i < rules.Count; i++)
        {
            if ((rules[i].Rule is ITextRule ? judgement.TextFindings?[i] : Ask(rules[i], judgement)) is { } finding)
            {
                (findings ??= []).Add(finding);
                judgement.Findings = findings;
                outcome = Worse(outcome, finding.Action);
            }
        }

        foreach (var obstacle in judgement.Facts.Obstacles)
        {
            var finding = Obstacles.FindingOf(obstacle);
            (findings ??= []).Add(finding);
            outcome = Worse(outcome, finding.Action);
        }

        return findings is not null ? new Verdict(outcome, findings) : outcome == Outcome.Hold ? Waiting : Clean;
    }

    private static void Prepare(IRule rule, Judgement judgement)
    {
        try
        {
            (rule as IPreparedRule)?.Prepare(judgement);
        }
        catch (Exception)
        {
            // It fails again when it is asked, and then holds.
        }
    }

    private static Finding? Ask(ActiveRule rule, Judgement judgement)
    {
        var report = Report(rule, judgement);
        if (report is null)
        {
            return null;
        }

        return rule.Mode == RuleMode.Shadow
            ? new Finding(rule.Name, FindingAction.None, report.Message, report.Evidence, report.Score, report.Action)
            : new Finding(rule.Name, report.Action, report.Message, report.Evidence, report.Score);
    }

    // Whatever goes wrong in a rule, nothing passes because of it.
    private static Report? Report(ActiveRule rule, Judgement judgement)
    {
        try
        {
            return rule.Rule.Judge(judgement);
        }
        catch (Exception exception)
        {
            return new Report(RuleAction.Hold, $"The rule could not judge this comment ({exception.GetType().Name}), so a moderator has to.");
        }
    }

    // What speaks for a comment never outweighs the mode.
    private static Outcome Worse(Outcome outcome, FindingAction action) => action switch
    {
        FindingAction.Reject => Outcome.Reject,
        FindingAction.Hold when outcome == Outcome.Approve => Outcome.Hold,
        _ => outcome,
    };
}

/// <summary>A rule that is on.</summary>
internal sealed record ActiveRule(string Name, RuleMode Mode, IRule Rule);
