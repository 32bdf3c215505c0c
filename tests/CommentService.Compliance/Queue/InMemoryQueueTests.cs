namespace CommentService.Compliance.Queue;

/// <summary>The spool and the in-memory bus.</summary>
public sealed class InMemoryQueueTests : QueueSuite
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>();
}
