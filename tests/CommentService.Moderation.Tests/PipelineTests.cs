using CommentService.Moderation.Classifiers;
using CommentService.Moderation.Rules;
using CommentService.Moderation.Words;
using CsCheck;

namespace CommentService.Moderation.Tests;

public sealed class PipelineTests
{
    [Theory]
    [InlineData(ModerationMode.Postmoderate, ModerationMode.Inherit, Outcome.Approve)]
    [InlineData(ModerationMode.Premoderate, ModerationMode.Inherit, Outcome.Hold)]
    [InlineData(ModerationMode.Premoderate, ModerationMode.Postmoderate, Outcome.Approve)]
    [InlineData(ModerationMode.Postmoderate, ModerationMode.Premoderate, Outcome.Hold)]
    public void Mode_decides_where_nothing_was_found(ModerationMode policy, ModerationMode article, Outcome outcome)
    {
        var first = Run(policy, article);
        Assert.Equal(outcome, first.Outcome);
        Assert.Same(first, Run(policy, article));
    }

    [Fact]
    public void Reject_beats_hold_and_every_finding_is_listed()
    {
        var verdict = Run(ModerationMode.Postmoderate, default, Rule(FindingAction.Hold), Rule(FindingAction.Reject), Rule(FindingAction.Hold));

        Assert.Equal(Outcome.Reject, verdict.Outcome);
        Assert.Equal(3, verdict.Findings.Count);
    }

    [Fact]
    public void Approval_by_a_rule_beats_neither_premoderation_nor_a_hold()
    {
        Assert.Equal(Outcome.Hold, Run(ModerationMode.Premoderate, default, Rule(FindingAction.Approve)).Outcome);
        Assert.Equal(Outcome.Hold, Run(ModerationMode.Postmoderate, default, Rule(FindingAction.Hold), Rule(FindingAction.Approve)).Outcome);
    }

    [Fact]
    public void Rule_in_shadow_is_recorded_and_decides_nothing()
    {
        var verdict = Run(ModerationMode.Postmoderate, default, Rule(FindingAction.Reject) with { Mode = RuleMode.Shadow });

        Assert.Equal(Outcome.Approve, verdict.Outcome);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal((FindingAction.None, FindingAction.Reject), (finding.Action, finding.Shadow));
    }

    [Theory]
    [InlineData("enforce", Outcome.Hold)]
    [InlineData("shadow", Outcome.Approve)]
    public void Rule_that_fails_holds_and_says_so(string mode, Outcome outcome)
    {
        var failing = new ActiveRule("failing", Enum.Parse<RuleMode>(mode, ignoreCase: true), new Failing());
        var verdict = Run(ModerationMode.Postmoderate, default, failing);

        Assert.Equal(outcome, verdict.Outcome);
        Assert.Contains("could not judge", Assert.Single(verdict.Findings).Message);
    }

    [Fact]
    public void Any_text_gets_the_same_verdict_twice_with_evidence_that_is_there() =>
        Gen.Select(Texts.Tricky, Texts.Tricky).Sample((name, comment) =>
        {
            var input = new ModerationInput(name, comment, name, comment);
            var verdict = Policy.BuiltIn.Judge(input, Facts.None);
            Assert.Equal(verdict.Outcome, Policy.BuiltIn.Judge(input, Facts.None).Outcome);
            Assert.DoesNotContain(verdict.Findings, finding => finding.Message.Contains("could not judge"));
            foreach (var place in verdict.Findings.SelectMany(finding => finding.Evidence))
            {
                var text = place.Field is SubmissionField.Name or SubmissionField.Email ? name : comment;
                Assert.Equal(text.Substring(place.Start, place.Length), place.Match);
                Assert.NotEqual(0, place.Length);
            }
        });

    [Theory]
    [InlineData("\u0301")]
    [InlineData("fuck ")]
    [InlineData("kill ")]
    [InlineData("A")]
    [InlineData("http://a.b ")]
    [InlineData("\u200B")]
    [InlineData("ﷺ")]
    public void Megabyte_of_anything_is_judged(string piece) =>
        Assert.NotNull(Policies.Judge(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length))));

    private static ActiveRule Rule(FindingAction action) => new("test", RuleMode.Enforce, new Fixed(action));

    private static Verdict Run(ModerationMode policy, ModerationMode article, params ActiveRule[] rules)
    {
        var judgement = new Judgement(new(new("Ann", "Hello")), new WordSearch(new Dictionary<string, WordList>()), ClassifierModel.BuiltIn) { Facts = new Facts { Mode = article } };
        return new Pipeline(rules, policy).Run(judgement);
    }

    private sealed class Fixed(FindingAction action) : IRule
    {
        public Report? Judge(Judgement judgement) => new(action, "Says so.", []);
    }

    private sealed class Failing : IRule
    {
        public Report? Judge(Judgement judgement) => throw new InvalidOperationException("broken");
    }
}
