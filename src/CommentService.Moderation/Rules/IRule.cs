namespace CommentService.Moderation.Rules;

/// <summary>A rule: from a submission with its facts to what it has to report, if anything.</summary>
internal interface IRule
{
    Report? Judge(Judgement judgement);
}

/// <summary>A rule that looks at nothing but what was submitted: it is asked before any fact is known.</summary>
internal interface ITextRule : IRule;

/// <summary>A rule whose larger part of the work needs no facts.</summary>
internal interface IPreparedRule : IRule
{
    /// <summary>Works out what the judgement keeps, before any fact is known.</summary>
    void Prepare(Judgement judgement);
}
