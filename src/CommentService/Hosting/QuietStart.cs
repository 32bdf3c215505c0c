namespace CommentService.Hosting;

/// <summary>
/// While the process starts, the host and Kestrel log a failure with its whole stack before anyone can say it in one
/// line. <see cref="Startup"/> reports every failed start itself, so theirs are left out until it has started.
/// </summary>
internal sealed class QuietStart
{
    private volatile bool starting = true;

    public void Started() => starting = false;

    public void Filter(ILoggingBuilder logging)
    {
        // Not the host's critical entries: those tell of a background service that ended.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => starting ? level > LogLevel.Error : level >= LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level >= LogLevel.Warning && !(starting && level == LogLevel.Critical));
    }
}
