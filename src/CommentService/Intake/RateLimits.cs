using System.Net;
using System.Threading.RateLimiting;
using CommentService.Storage;
using Microsoft.Extensions.Options;

namespace CommentService.Intake;

/// <summary>How many submissions a client and an article may send a minute, counted in this process over a sliding window.</summary>
internal sealed class RateLimits(IOptions<IntakeOptions> options) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private const int Segments = 6;

    private readonly PartitionedRateLimiter<string>? clients = Limiter(options.Value.RateLimit.PerClientPerMinute);
    private readonly PartitionedRateLimiter<string>? articles = Limiter(options.Value.RateLimit.PerArticlePerMinute);

    /// <summary>Counts a submission; the time to wait where there are too many, else null.</summary>
    public TimeSpan? TryTake(IPAddress? address, string articleId) =>
        Take(clients, address is null ? null : HashKeys.Network(address)) ?? Take(articles, articleId);

    public void Dispose()
    {
        clients?.Dispose();
        articles?.Dispose();
    }

    private static TimeSpan? Take(PartitionedRateLimiter<string>? limiter, string? partition)
    {
        if (limiter is null || partition is null)
        {
            return null;
        }

        using var lease = limiter.AttemptAcquire(partition);
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.Zero ? wait
            : Window / Segments;
    }

    private static PartitionedRateLimiter<string>? Limiter(int perMinute) => perMinute == 0 ? null : PartitionedRateLimiter.Create<string, string>(
        partition => RateLimitPartition.GetSlidingWindowLimiter(partition, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = perMinute,
            Window = Window,
            SegmentsPerWindow = Segments,
            QueueLimit = 0,
        }),
        StringComparer.Ordinal);
}
