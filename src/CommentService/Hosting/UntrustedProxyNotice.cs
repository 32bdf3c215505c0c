using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommentService.Hosting;

/// <summary>
/// Remembers that a forwarded header came from a peer that is not trusted: behind a proxy that was not named, the whole
/// site would share one client's rate limit.
/// </summary>
internal sealed partial class UntrustedProxyNotice(TimeProvider time, ILogger<UntrustedProxyNotice> logger) : IHealthCheck
{
    // Long enough to be seen; a single visitor who sends such a header does not mark the service for ever.
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(15);
    private long lastSeen;

    public void Report()
    {
        if (Interlocked.Exchange(ref lastSeen, time.GetUtcNow().UtcTicks) == 0)
        {
            HeaderIgnored(logger, $"{HostingOptions.Section}:{nameof(HostingOptions.TrustedProxies)}");
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var seen = Interlocked.Read(ref lastSeen);
        return Task.FromResult(seen != 0 && time.GetUtcNow().UtcTicks - seen < Shown.Ticks
            ? HealthCheckResult.Degraded("A forwarded header from a peer that Comments:TrustedProxies does not name was ignored.")
            : HealthCheckResult.Healthy());
    }

    [LoggerMessage(LogLevel.Warning, "A forwarded header was ignored because its sender is not in {Setting}: if that is your proxy, all its clients share one rate limit")]
    private static partial void HeaderIgnored(ILogger logger, string setting);
}
