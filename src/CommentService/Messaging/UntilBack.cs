using CommentService.Storage;
using Polly;
using Polly.Retry;

namespace CommentService.Messaging;

/// <summary>Waits for a database that is away, for as long as it takes unless told otherwise: an outage counts against no submission.</summary>
internal static class UntilBack
{
    /// <param name="database">Says what an outage is.</param>
    /// <param name="time">The clock that it waits by.</param>
    /// <param name="onWait">Told of each wait: the error's type and which attempt comes next.</param>
    /// <param name="retries">After so many the outage is the caller's.</param>
    public static ResiliencePipeline Pipeline(Database database, TimeProvider time, Action<string?, int>? onWait = null, int retries = int.MaxValue) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(database.IsOutage),
                MaxRetryAttempts = retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(50),
                MaxDelay = TimeSpan.FromSeconds(5),
                UseJitter = true,
                OnRetry = retry =>
                {
                    onWait?.Invoke(retry.Outcome.Exception?.GetType().Name, retry.AttemptNumber + 1);
                    return default;
                },
            })
            .Build();
}
