using CommentService.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommentService.Hosting;

/// <summary>Whether the database answers, and whether submissions lie in it that could not be processed.</summary>
internal sealed class DatabaseHealth(Database database) : IHealthCheck
{
    // Also the proof that it answers: it reads a table of the schema.
    private static readonly Statement DeadLetters = new("""SELECT COUNT(*) FROM "DeadLetters" """);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var count = await database.ReadAsync(DeadLetters, row => row.Read() ? row.Number(0) : 0, cancellationToken);
        Metrics.DeadLetters.Record(count);
        var data = new Dictionary<string, object> { ["deadLetters"] = count };
        return count == 0
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded("Some submissions could not be processed: see /api/v1/moderation/dead-letters.", data: data);
    }
}
