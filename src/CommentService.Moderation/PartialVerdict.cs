namespace CommentService.Moderation;

/// <summary>The larger part of a verdict's work: what a policy says of the text alone. The facts complete it.</summary>
public sealed class PartialVerdict
{
    private readonly Pipeline _pipeline;
    private readonly Judgement _judgement;

    internal PartialVerdict(Pipeline pipeline, Judgement judgement)
    {
        (_pipeline, _judgement) = (pipeline, judgement);
        pipeline.Read(judgement);
        Learned = judgement.Learned;
        // A group that was read waits for the one before it.
        judgement.Trim();
    }

    /// <summary>What the site's own weights add to the classifiers' scores, for the facts; null where none were given, or nothing was learnt.</summary>
    public LearnedFact? Learned { get; }

    /// <summary>The policy's verdict, once the facts are known. For one caller at a time.</summary>
    public Verdict Complete(Facts facts)
    {
        _judgement.Facts = facts;
        return _pipeline.Run(_judgement);
    }
}
