namespace CommentService.Moderation.Rules;

/// <summary>A rule: from a submission with its facts to what it has to report, if anything.</summary>
internal interface IRule
{
    Report? Judge(Judgement judgement);
}
