namespace CommentService.Moderation.Rules;

/// <summary>A rule: from a submission with its facts to what it has to report, if anything.</summary>
internal interface IRule
{
    Report? Judge(Judgement judgement);
}

/// <summary>A rule that looks at nothing but what was submitted: it is asked before any fact is known.</summary>
internal interface ITextRule : IRule;
