using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommentService.Events.Webhooks;

/// <summary>Tells the operator of webhooks that were given up.</summary>
internal sealed class WebhooksHealth(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var failing = await db.Webhooks.CountAsync(h => h.State == WebhookState.Failing, cancellationToken);
        return failing == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("Webhooks are failing: their owners must replay.", data: new Dictionary<string, object> { ["failing"] = failing });
    }
}
