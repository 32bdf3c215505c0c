using CommentService.Hosting;
using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CommentService.Messaging.RabbitMq;

/// <summary>Whether the broker answers. Without it all work goes on with the spool, or, where that does not last, intake's does not.</summary>
internal sealed class BrokerHealth(IBusControl bus, BrokerCircuit circuit, IOptions<SpoolOptions> spool, IOptions<HostingOptions> hosting) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var isConnected = bus.CheckHealth().Status == BusHealthStatus.Healthy;
        var data = new Dictionary<string, object> { ["connected"] = isConnected, ["taking"] = circuit.IsClosed };
        return Task.FromResult(
            isConnected && circuit.IsClosed ? HealthCheckResult.Healthy(data: data)
            : spool.Value.Durable || !hosting.Value.Runs(Roles.Intake) ? HealthCheckResult.Degraded("The broker does not answer: submissions wait in the spool until it does.", data: data)
            : HealthCheckResult.Unhealthy("The broker does not answer, and the spool does not last (Comments:Spool:Durable).", data: data));
    }
}
