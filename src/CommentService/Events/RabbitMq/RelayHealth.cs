using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommentService.Events.RabbitMq;

/// <summary>Whether events reach RabbitMQ. While they do not, nothing is lost and nobody else waits.</summary>
internal sealed class RelayHealth(EventRelay relay) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        relay.Failure is { } failure
            ? HealthCheckResult.Degraded($"Events are not published to RabbitMQ: {failure}. They will be, in order, when it is back.")
            : HealthCheckResult.Healthy());
}
