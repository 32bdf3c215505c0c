using System.Net;
using CommentService.Storage;
using Microsoft.Extensions.Options;

namespace CommentService.Intake;

/// <summary>How many submissions a client and an article may send a minute, counted in this process over a sliding window.</summary>
internal sealed class RateLimits(IOptions<IntakeOptions> options, TimeProvider time)
{
    private readonly SlidingWindow? clients = Window(options.Value.RateLimit.PerClientPerMinute, time);
    private readonly SlidingWindow? articles = Window(options.Value.RateLimit.PerArticlePerMinute, time);

    /// <summary>Counts a submission; the time to wait where there are too many, else null.</summary>
    public TimeSpan? TryTake(IPAddress? address, string articleId) =>
        (clients is null || address is null ? null : clients.TryTake(HashKeys.Network(address))) ?? articles?.TryTake(articleId);

    private static SlidingWindow? Window(int perMinute, TimeProvider time) => perMinute == 0 ? null : new SlidingWindow(perMinute, time);
}
