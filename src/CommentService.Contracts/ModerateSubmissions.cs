namespace CommentService.Contracts;

/// <summary>Asks a worker to moderate and store submissions that were made durable together.</summary>
/// <remarks>
/// One message for a group, not one each: a group that shared an fsync shares the cost of the queue too. A group of
/// one is usual on a quiet day. Each submission in it stands or falls alone, also one that cannot be read.
/// </remarks>
public sealed record ModerateSubmissions
{
    /// <summary>
    /// At least one <see cref="Submission"/>, in the order of their acceptance, each as UTF-8 JSON (members in camelCase,
    /// those with their default left out): the bytes that intake made durable, read by nobody on the way. None where message
    /// and worker are in one process, which has them at hand.
    /// </summary>
    public required IReadOnlyList<byte[]> Bodies { get; init; }
}
