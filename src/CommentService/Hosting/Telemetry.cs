using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CommentService.Hosting;

/// <summary>Metrics for Prometheus, and everything by OTLP where the standard <c>OTEL_EXPORTER_OTLP_*</c> variables name an endpoint.</summary>
internal static class Telemetry
{
    // MassTransit's meter and activity source have this name; only Messaging sees its types.
    private const string MassTransit = "MassTransit";

    /// <summary>Sets of tags of one measure; the routes with their answers are the most.</summary>
    private const int MostSeries = 400;

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            // The variables come last, so that OTEL_SERVICE_NAME wins.
            .ConfigureResource(resource => resource.AddService("comment-service").AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddMeter(Metrics.MeterName, MassTransit, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
                .AddRuntimeInstrumentation()
                // Room is taken for all that a measure may count apart; the default is for 2,000 of each.
                .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = MostSeries })
                .AddPrometheusExporter());
        var (traces, metrics, logs) = (Sends(builder, "TRACES"), Sends(builder, "METRICS"), Sends(builder, "LOGS"));
        if (traces || metrics || logs)
        {
            telemetry.UseOtlpExporter();
        }

        // Without a source no span is made: nothing is traced that nobody collects.
        if (traces)
        {
            telemetry.WithTracing(tracing => tracing.AddSource(Trace.SourceName, MassTransit).AddAspNetCoreInstrumentation());
        }

        if (!logs)
        {
            builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(category: null, LogLevel.None);
        }
    }

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapPrometheusScrapingEndpoint("/metrics").DisableHttpMetrics();

    private static bool Sends(WebApplicationBuilder builder, string signal) =>
        !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])
        || !string.IsNullOrEmpty(builder.Configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]);
}
