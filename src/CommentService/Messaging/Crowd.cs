using System.Diagnostics;

namespace CommentService.Messaging;

/// <summary>
/// Knows whether more people wait for their 202 just now than can be answered at leisure. While they do, moderation in the
/// same process goes on slowly: what is durable can wait, those people cannot, and a larger group costs less for each. By
/// the machine's own clock: it is the machine that has no time.
/// </summary>
internal sealed class Crowd
{
    /// <summary>So many who share each commit or message, by a moving average: on a quiet day there are one or two, and one large one may follow a slow fsync.</summary>
    private const int Many = 20;
    private const double Smoothing = 1.0 / 32;

    /// <summary>
    /// So many that wait for moderation mean that it cannot keep up, whatever the size of a commit, which is small where the
    /// disk is quick and the processors are what is short.
    /// </summary>
    private const int Backlog = 4_000;
    private static readonly TimeSpan Lasts = TimeSpan.FromMilliseconds(50);

    /// <summary>Nothing is held up for longer, so that moderation always goes on.</summary>
    private static readonly TimeSpan MostYield = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan YieldStep = TimeSpan.FromMilliseconds(10);

    private double usual;
    private long last = long.MinValue / 2;

    private bool IsThere => Stopwatch.GetElapsedTime(Interlocked.Read(ref last)) < Lasts;

    /// <summary>Submissions were made durable. What is lost where two say so at once is of no consequence.</summary>
    /// <param name="together">How many by one commit or message.</param>
    /// <param name="waiting">How many wait here for moderation now.</param>
    public void Served(int together, long waiting = 0)
    {
        usual += (together - usual) * Smoothing;
        if (usual >= Many || waiting >= Backlog)
        {
            Interlocked.Exchange(ref last, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Lets a crowd go first for a moment; returns at once where there is none.</summary>
    public async Task YieldAsync(CancellationToken cancellation)
    {
        for (var yielded = TimeSpan.Zero; IsThere && yielded < MostYield; yielded += YieldStep)
        {
            await Task.Delay(YieldStep, TimeProvider.System, cancellation);
        }
    }
}
