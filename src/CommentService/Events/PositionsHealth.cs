using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommentService.Events;

/// <summary>Whether this process gives positions, or stands by while another does.</summary>
internal sealed class PositionsHealth(Positions positions) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object> { ["leads"] = positions.Leads };
        return Task.FromResult(positions.Failure is { } failure
            ? HealthCheckResult.Degraded($"Changes wait for their positions: {failure}", data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}
