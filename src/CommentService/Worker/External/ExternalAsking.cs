using CommentService.Contracts;
using CommentService.Hosting;
using CommentService.Hosting.Outgoing;
using CommentService.Moderation;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace CommentService.Worker.External;

/// <summary>
/// Asks outside services, each by a pipeline of its own: within the time that the policy gives, so many at once, failed
/// attempts repeated after a jittered moment, and for a while not at all where most fail. Whatever goes wrong is an answer
/// too: one that holds the comment and says why.
/// </summary>
internal sealed class ExternalAsking(IEnumerable<IExternalClient> clients, TimeProvider time)
{
    /// <summary>Questions to one service at once.</summary>
    public const int AtOnce = 32;

    /// <summary>Attempts after the first.</summary>
    public const int Retries = 2;

    /// <summary>With so many attempts in half a minute, half of which failed, a service is left alone.</summary>
    public const int EnoughToJudge = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(15);
    private static readonly ResiliencePropertyKey<TimeSpan> Timeout = new("timeout");

    private readonly Dictionary<ExternalService, (IExternalClient Client, ResiliencePipeline Pipeline)> services =
        clients.ToDictionary(client => client.Service, client => (client, PipelineOf(time)));

    public async Task<ExternalReply> AskAsync(ExternalQuestion question, Submission submission, bool isRecheck, CancellationToken cancellation)
    {
        var (client, pipeline) = services[question.Service];
        var context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(Timeout, question.Timeout);
        try
        {
            var reply = await pipeline.ExecuteAsync(async c => await client.AskAsync(submission, isRecheck, c.CancellationToken), context);
            Count(question.Service, reply.Answer.State);
            return reply;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            Count(question.Service, ExternalState.Failed);
            return new ExternalReply(ExternalAnswer.Failed(question.Service, WhyOf(exception, question.Timeout)));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ResiliencePipeline PipelineOf(TimeProvider time)
    {
        // What a later attempt may mend. That somebody answers nonsense, or may not be called, it will not.
        var isTransient = new PredicateBuilder()
            .Handle<ExternalFailureException>(failure => failure.IsTransient)
            .Handle<HttpRequestException>()
            .Handle<TimeoutRejectedException>();
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = args => new(TimeoutOf(args.Context)) })
            // More than that wait no longer than their time either.
            .AddConcurrencyLimiter(AtOnce, queueLimit: AtOnce * 32)
            .AddRetry(new RetryStrategyOptions { ShouldHandle = isTransient, MaxRetryAttempts = Retries, Delay = Pause, BackoffType = DelayBackoffType.Exponential, UseJitter = true })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<ExternalFailureException>().Handle<HttpRequestException>().Handle<TimeoutRejectedException>(),
                FailureRatio = 0.5,
                MinimumThroughput = EnoughToJudge,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = LeftAlone,
            })
            // An attempt that hangs leaves time for another.
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = args => new(TimeoutOf(args.Context) / 2) })
            .Build();
    }

    private static TimeSpan TimeoutOf(ResilienceContext context) => context.Properties.GetValue(Timeout, TimeSpan.FromSeconds(5));

    private static string WhyOf(Exception exception, TimeSpan timeout) => exception switch
    {
        ExternalFailureException failure => failure.Message,
        AddressRefusedException => "its address leads to a private network (setting Comments:Outgoing:AllowedNetworks)",
        BrokenCircuitException => "it failed too often and is left alone for a moment",
        RateLimiterRejectedException => "too many comments wait for it",
        TimeoutRejectedException => FormattableString.Invariant($"it did not answer within {timeout.TotalSeconds:0} s"),
        HttpRequestException => "it could not be reached, or its answer broke off",
        _ => $"asking failed ({exception.GetType().Name})",
    };

    private static void Count(ExternalService service, ExternalState state) =>
        Metrics.ExternalAnswers.Add(1, new("service", service.ToString().ToLowerInvariant()), new("state", state.ToString().ToLowerInvariant()));
}
