namespace CommentService.Moderation.Rules;

/// <summary>What an outside service says, which the host has asked. Whatever keeps it from answering holds the comment.</summary>
internal sealed class ExternalRule(ExternalSettings settings) : IRule
{
    public Report? Judge(Judgement judgement) => judgement.Facts.External switch
    {
        null => new Report(RuleAction.Hold, "No outside service was asked, so a moderator has to decide."),
        { State: ExternalState.NotAsked } => new Report(FindingAction.None, "No outside service was asked.", []),
        { State: ExternalState.Waiting } waiting => new Report(RuleAction.Hold, $"{NameOf(waiting.Service)} has not decided yet."),
        { State: ExternalState.Answered } answer => Judge(answer),
        var failed => new Report(RuleAction.Hold, $"{NameOf(failed.Service)} could not be asked: {failed.Detail ?? "it failed"}. A moderator has to decide."),
    };

    private Report? Judge(ExternalAnswer answer) => answer.Opinion switch
    {
        ExternalOpinion.Clean => null,
        _ when IsCertain(answer) => new Report(settings.CertainAction, Sentence(answer, "is sure that this is not to be published")) { Score = answer.Score },
        _ => new Report(settings.SuspectAction, Sentence(answer, "suspects this comment")) { Score = answer.Score },
    };

    private bool IsCertain(ExternalAnswer answer) => answer.Opinion == ExternalOpinion.Certain
        || (answer.Service == ExternalService.Moderations && answer.Score * 100 >= settings.CertainPercent);

    private static string Sentence(ExternalAnswer answer, string says) =>
        answer.Detail is { Length: > 0 } detail ? $"{NameOf(answer.Service)} {says}: {detail}" : $"{NameOf(answer.Service)} {says}.";

    private static string NameOf(ExternalService service) => service switch
    {
        ExternalService.Akismet => "Akismet",
        ExternalService.Moderations => "The moderation endpoint",
        _ => "The callout",
    };
}
