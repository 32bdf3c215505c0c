using System.Diagnostics;

namespace CommentService.Load.Client;

/// <summary>
/// When requests are due. Without a rate (closed loop) one is due whenever a connection is free. With a rate (open loop)
/// the k-th is due at start + k/rate whatever the server does: a slow answer makes the following ones late, and being
/// late counts as latency (no coordinated omission).
/// </summary>
internal sealed class Schedule(TimeSpan duration, int? rate, long? limit)
{
    // What fell due just before the end is still sent, unless the server is hopelessly behind.
    private static readonly long Grace = Stopwatch.Frequency;

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly long length = (long)(duration.TotalSeconds * Stopwatch.Frequency);
    private readonly double interval = rate is { } perSecond ? Stopwatch.Frequency / (double)perSecond : 0;
    private long taken;
    private bool stopped;

    public long Start => start;

    private long End => start + length;

    private long NextDue => start + (long)(taken * interval);

    /// <summary>Due within the time, but never sent.</summary>
    public long Unsent => rate is null || stopped ? 0 : Math.Max(0, (long)Math.Ceiling(length / interval) - taken);

    public bool Finished(long now) => stopped || (rate is null ? now >= End : NextDue >= End || now >= End + Grace);

    /// <summary>There is nothing more to send: the source is exhausted.</summary>
    public void Stop() => stopped = true;

    public bool TryTake(long now, out long dueAt)
    {
        dueAt = rate is null ? now : NextDue;
        if (Finished(now) || dueAt > now)
        {
            return false;
        }

        stopped = ++taken == limit;
        return true;
    }

    /// <summary>How long there is certainly nothing to send, if no answer comes.</summary>
    public long NanosecondsToWait(long now, bool anyFree)
    {
        var until = Finished(now) || (rate is null && anyFree) ? now + (Stopwatch.Frequency / 10) : anyFree ? NextDue : End;
        return Math.Clamp(until - now, 0, Stopwatch.Frequency / 10) * (1_000_000_000 / Stopwatch.Frequency);
    }
}
