using CommentService.Hosting;
using MassTransit;
using Polly;
using Polly.CircuitBreaker;

namespace CommentService.Messaging.RabbitMq;

/// <summary>
/// A deadline for each publish, and a circuit that opens when they fail: a publish to a broker that is away neither
/// returns nor fails by itself for minutes. While it is open nobody waits; one publish at a time tries whether it is back.
/// </summary>
internal sealed partial class BrokerCircuit
{
    /// <summary>A confirm takes milliseconds, under load tens of them.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    /// <summary>How long nobody tries.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly CircuitBreakerStateProvider state = new();
    private readonly ResiliencePipeline pipeline;

    public BrokerCircuit(TimeProvider time, ILogger<BrokerCircuit> log)
    {
        pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                // As short as the deadline: when the first publishes fail by it, those that went well before are forgotten.
                SamplingDuration = Deadline,
                MinimumThroughput = 2,
                FailureRatio = 0.5,
                BreakDuration = Pause,
                StateProvider = state,
                OnOpened = opened =>
                {
                    Metrics.BrokerCircuitOpen.Record(1);
                    LogOpened(log, opened.Outcome.Exception?.GetType().Name);
                    return default;
                },
                OnClosed = _ =>
                {
                    Metrics.BrokerCircuitOpen.Record(0);
                    LogClosed(log);
                    return default;
                },
            })
            .AddTimeout(Deadline)
            .Build();
        Metrics.BrokerCircuitOpen.Record(0);
    }

    public bool IsClosed => state.CircuitState == CircuitState.Closed;

    /// <returns>Whether the broker confirmed it.</returns>
    public async Task<bool> TryAsync(Func<CancellationToken, Task> publish)
    {
        try
        {
            // Whatever holds the publish up, the deadline counts; its confirm may still come, and is then of no consequence.
            await pipeline.ExecuteAsync(async cancellation => await publish(cancellation).WaitAsync(cancellation));
            return true;
        }
        catch (BrokenCircuitException)
        {
            return false;
        }
        catch (Exception exception)
        {
            // Of all that it can be, nothing makes it durable; the spool does.
            Metrics.PublishesFailed.Count("reason", ReasonOf(exception));
            return false;
        }
    }

    private static string ReasonOf(Exception exception) => exception switch
    {
        Polly.Timeout.TimeoutRejectedException => "deadline",
        MessageReturnedException => "unroutable",
        MessageNotAcknowledgedException or RabbitMqConnectionException { InnerException: RabbitMQ.Client.Exceptions.PublishException } => "refused",
        _ => "connection",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker takes nothing ({Error}): what comes waits in the spool")]
    private static partial void LogOpened(ILogger logger, string? error);

    [LoggerMessage(Level = LogLevel.Information, Message = "The broker takes submissions again")]
    private static partial void LogClosed(ILogger logger);
}
