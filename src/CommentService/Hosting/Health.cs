using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommentService.Hosting;

/// <summary>Whether this process lives, and whether each of its parts can do its durable work. A slice adds a part with <c>AddHealthChecks().AddCheck</c>.</summary>
internal static class Health
{
    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks();

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Operation").DisableHttpMetrics();
        health.MapGet("/live", () => TypedResults.Ok(new Liveness("live"))).WithSummary("Answers while the process runs.");
        health.MapGet("/ready", ReadyAsync)
            .WithSummary("Tells whether each part can do its durable work.")
            .WithDescription("Degraded (something is amiss, but all work is done) answers 200, unready 503.")
            .Produces<Readiness>()
            .Produces<Readiness>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<JsonHttpResult<Readiness>> ReadyAsync(HealthCheckService checks, HttpResponse response, CancellationToken cancellation)
    {
        var report = await checks.CheckHealthAsync(cancellation);
        response.Headers.CacheControl = "no-store";
        var parts = report.Entries.ToDictionary(entry => entry.Key, entry => PartOf(entry.Value));
        var status = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return TypedResults.Json(new Readiness(Word(report.Status), parts), statusCode: status);
    }

    // A check that throws has the exception's message as its description: that is for the log.
    private static ReadinessPart PartOf(HealthReportEntry entry) => new(
        Word(entry.Status),
        entry.Exception is null ? entry.Description : "The check failed: see the log.",
        entry.Data.Count == 0 ? null : entry.Data);

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ready",
        HealthStatus.Degraded => "degraded",
        _ => "unready",
    };

    internal sealed record Liveness(string Status);

    internal sealed record Readiness(string Status, IReadOnlyDictionary<string, ReadinessPart> Parts);

    internal sealed record ReadinessPart(
        string Status,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, object>? Data);
}
