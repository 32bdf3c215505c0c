using CommentService.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>Whether the database answers, and whether submissions lie in it that could not be processed.</summary>
internal sealed class DatabaseHealth(Database database, IOptions<HostingOptions> options) : IHealthCheck
{
    // Also the proof that it answers: it reads a table of the schema.
    private static readonly Statement DeadLetters = new("""SELECT COUNT(*) FROM "DeadLetters" """);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        long count;
        try
        {
            count = await database.ReadAsync(DeadLetters, row => row.Read() ? row.Number(0) : 0, cancellationToken);
        }
        catch (Exception exception) when (options.Value.Roles.All(IsIntake) && (exception is OperationCanceledException || database.IsOutage(exception)))
        {
            // Intake takes submissions all the same: who sends requests here must go on.
            return HealthCheckResult.Degraded("The database is away.");
        }

        Metrics.DeadLetters.Record(count);
        var data = new Dictionary<string, object> { ["deadLetters"] = count };
        return count == 0
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded("Some submissions could not be processed: see /api/v1/moderation/dead-letters.", data: data);
    }

    private static bool IsIntake(string role) => role.Equals(Roles.Intake, StringComparison.OrdinalIgnoreCase);
}
