using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommentService.Messaging;

/// <summary>Whether submissions can be made durable, and how many still wait for the worker.</summary>
internal sealed class SpoolHealth(Spool spool) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object> { ["waiting"] = spool.Waiting };
        return Task.FromResult(spool.Failure is { } failure
            ? HealthCheckResult.Unhealthy($"The last submission could not be written: {failure}", data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}
