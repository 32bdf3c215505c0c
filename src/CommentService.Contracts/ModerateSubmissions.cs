namespace CommentService.Contracts;

/// <summary>Asks a worker to moderate and store submissions that were made durable together.</summary>
/// <remarks>
/// One message for a group, not one each: a group that shared an fsync shares the cost of the queue too. A group of
/// one is usual on a quiet day. Each submission in it stands or falls alone.
/// </remarks>
public sealed record ModerateSubmissions
{
    /// <summary>At least one submission, in the order of their acceptance.</summary>
    public required IReadOnlyList<Submission> Submissions { get; init; }
}
