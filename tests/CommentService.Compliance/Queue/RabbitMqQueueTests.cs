using CommentService.Compliance.Running;

namespace CommentService.Compliance.Queue;

/// <summary>A real broker.</summary>
public sealed class RabbitMqQueueTests(SharedBroker shared) : QueueSuite
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } =
        new Dictionary<string, string?> { ["ConnectionStrings:RabbitMq"] = shared.Broker.NewAddress() };
}
