namespace CommentService.Moderation.Tests.Rules;

public sealed class ExternalRuleTests
{
    private static readonly Policy Asking = Policies.Read("""{ "rules": { "external": { "mode": "enforce", "service": "moderations", "certainPercent": 90 } } }""");

    [Fact]
    public void Policy_asks_nobody_unless_told()
    {
        Assert.Null(Policy.BuiltIn.External);
        Assert.Equal(new ExternalQuestion(ExternalService.Moderations, TimeSpan.FromSeconds(5)), Asking.External);
        Assert.NotNull(Policies.Read("""{ "rules": { "external": { "mode": "shadow" } } }""").External);
    }

    [Theory]
    [InlineData(ExternalService.Callout, ExternalOpinion.Clean, null, Outcome.Approve)]
    [InlineData(ExternalService.Callout, ExternalOpinion.Suspect, 0.99, Outcome.Hold)]
    [InlineData(ExternalService.Callout, ExternalOpinion.Certain, null, Outcome.Reject)]
    [InlineData(ExternalService.Moderations, ExternalOpinion.Suspect, 0.89, Outcome.Hold)]
    [InlineData(ExternalService.Moderations, ExternalOpinion.Suspect, 0.9, Outcome.Reject)]
    [InlineData(ExternalService.Moderations, ExternalOpinion.Clean, 0.99, Outcome.Approve)]
    public void Answer_decides_by_what_the_service_thinks(ExternalService service, ExternalOpinion opinion, double? score, Outcome outcome)
    {
        var verdict = Judge(new() { Service = service, State = ExternalState.Answered, Opinion = opinion, Score = score });
        Assert.Equal(outcome, verdict.Outcome);
        Assert.Equal(outcome == Outcome.Approve ? null : score, verdict.Findings.SingleOrDefault()?.Score);
    }

    [Fact]
    public void Without_an_answer_the_comment_is_held_and_the_finding_says_why()
    {
        Assert.Equal(
            (Outcome.Hold, "Akismet could not be asked: it did not answer within 5s. A moderator has to decide."),
            Only(ExternalAnswer.Failed(ExternalService.Akismet, "it did not answer within 5s")));
        Assert.Equal((Outcome.Hold, "The callout has not decided yet."), Only(new() { Service = ExternalService.Callout, State = ExternalState.Waiting }));
        Assert.Equal((Outcome.Hold, "No outside service was asked, so a moderator has to decide."), Only(null));
    }

    [Fact]
    public void Where_nobody_was_asked_on_purpose_the_rule_abstains_on_record()
    {
        var verdict = Judge(ExternalAnswer.NotAsked);
        Assert.Equal((Outcome.Approve, FindingAction.None), (verdict.Outcome, Assert.Single(verdict.Findings).Action));
    }

    private static Verdict Judge(ExternalAnswer? answer) => Policies.Judge("A fair point.", facts: new Facts { External = answer }, policy: Asking);

    private static (Outcome Outcome, string Message) Only(ExternalAnswer? answer)
    {
        var verdict = Judge(answer);
        return (verdict.Outcome, Assert.Single(verdict.Findings).Message);
    }
}
