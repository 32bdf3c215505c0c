using System.Diagnostics.Metrics;

namespace CommentService.Hosting;

/// <summary>The service's own measures. A tag has few values: reasons, outcomes and rules, never an article, a person or an id.</summary>
internal static class Metrics
{
    public const string MeterName = "CommentService";

    public static readonly Meter Meter = new(MeterName);

    /// <summary>Submissions answered with 202.</summary>
    public static readonly Counter<long> SubmissionsAccepted =
        Meter.CreateCounter<long>("comments.submissions.accepted", "{submission}", "Submissions that were taken durably.");

    /// <summary>Submissions refused; tag <c>reason</c>.</summary>
    public static readonly Counter<long> SubmissionsRefused =
        Meter.CreateCounter<long>("comments.submissions.refused", "{submission}", "Submissions that were refused, by reason.");

    /// <summary>Verdicts of the rules; tag <c>outcome</c>.</summary>
    public static readonly Counter<long> Verdicts =
        Meter.CreateCounter<long>("comments.verdicts", "{verdict}", "What the rules decided, by outcome.");

    /// <summary>Findings; tags <c>rule</c> and <c>action</c>.</summary>
    public static readonly Counter<long> Findings =
        Meter.CreateCounter<long>("comments.findings", "{finding}", "What single rules reported, by rule and action.");

    /// <summary>Decisions of moderators; tag <c>decision</c>.</summary>
    public static readonly Counter<long> Decisions =
        Meter.CreateCounter<long>("comments.decisions", "{decision}", "What moderators decided, by decision.");

    /// <summary>Time from a batch's arrival at the worker to its commit.</summary>
    public static readonly Histogram<double> BatchDuration = Meter.CreateHistogram(
        "comments.batch.duration", "s", "Time the worker took for a batch, its commit included.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    /// <summary>Submissions in a batch.</summary>
    public static readonly Histogram<int> BatchSize = Meter.CreateHistogram(
        "comments.batch.size", "{submission}", "Submissions in one batch of the worker.",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500] });

    /// <summary>Submissions that are durable in this process's spool and not yet anywhere else.</summary>
    public static readonly Gauge<long> SpoolWaiting =
        Meter.CreateGauge<long>("comments.spool.waiting", "{submission}", "Submissions that wait in the spool.");

    /// <summary>What the spool's rows take on disk.</summary>
    public static readonly Gauge<long> SpoolBytes =
        Meter.CreateGauge<long>("comments.spool.size", "By", "Size of the spool.");

    /// <summary>Submissions that the broker confirmed.</summary>
    public static readonly Counter<long> Published =
        Meter.CreateCounter<long>("comments.broker.published", "{submission}", "Submissions that the broker confirmed.");

    /// <summary>Messages that the broker did not confirm; tag <c>reason</c>.</summary>
    public static readonly Counter<long> PublishesFailed =
        Meter.CreateCounter<long>("comments.broker.publishes.failed", "{message}", "Messages that the broker did not confirm, by reason.");

    /// <summary>Submissions and messages that could not be processed and wait for an admin; looked up with each readiness check.</summary>
    public static readonly Gauge<long> DeadLetters =
        Meter.CreateGauge<long>("comments.dead_letters", "{letter}", "Dead letters that wait for an admin.");

    /// <summary>Events that RabbitMQ confirmed.</summary>
    public static readonly Counter<long> EventsRelayed =
        Meter.CreateCounter<long>("comments.events.relayed", "{event}", "Events that RabbitMQ confirmed.");

    /// <summary>Positions of the event log that are not published to RabbitMQ yet.</summary>
    public static readonly Gauge<long> RelayLag =
        Meter.CreateGauge<long>("comments.relay.lag", "{event}", "Positions of the event log that are not published to RabbitMQ yet.");

    /// <summary>Whether publishing is given up for a moment, because it failed.</summary>
    public static readonly Gauge<int> BrokerCircuitOpen =
        Meter.CreateGauge<int>("comments.broker.circuit.open", "{circuit}", "1 while the broker is not asked because publishing failed, else 0.");

    /// <summary>One occurrence with one tag.</summary>
    public static void Count(this Counter<long> counter, string tag, string value) => counter.Add(1, new KeyValuePair<string, object?>(tag, value));
}
