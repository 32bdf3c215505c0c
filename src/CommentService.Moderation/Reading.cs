namespace CommentService.Moderation;

/// <summary>A submission whose text a policy has read: the larger part of the work, and it needs no facts.</summary>
public sealed class Reading
{
    private readonly Pipeline _pipeline;
    private readonly Judgement _judgement;

    internal Reading(Pipeline pipeline, Judgement judgement)
    {
        (_pipeline, _judgement) = (pipeline, judgement);
        pipeline.Read(judgement);
        // A group that was read waits for the one before it.
        judgement.Trim();
    }

    /// <summary>The policy's verdict, once the facts are known. For one caller at a time.</summary>
    public Verdict Judge(Facts facts)
    {
        _judgement.Facts = facts;
        return _pipeline.Run(_judgement);
    }
}
