using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CommentService.Intake;

/// <summary>
/// Counts by key over the last minute, in six segments of ten seconds; a segment that has passed is forgotten whole.
/// Written here because the framework's limiter knows no clock but the system's. Memory is bounded: a segment counts
/// at most <see cref="MostKeys"/> keys, by a hash of eight bytes each, and lets the keys past them go uncounted: whoever
/// has that many addresses is not held up by a limit for each of them, and nobody else is locked out.
/// </summary>
/// <param name="limit">How many are let through a minute, at least 1.</param>
/// <param name="time">The clock.</param>
internal sealed class SlidingWindow(int limit, TimeProvider time)
{
    public const int MostKeys = 50_000;

    private const int Segments = 6;
    private static readonly TimeSpan Segment = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly long began = time.GetTimestamp();

    /// <summary>So that nobody can choose keys that are counted as one.</summary>
    private readonly long seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private readonly Dictionary<ulong, int>[] counts = [.. Enumerable.Range(0, Segments).Select(_ => new Dictionary<ulong, int>())];
    private long current;

    /// <summary>Keys that are counted now.</summary>
    public int Keys
    {
        get
        {
            lock (gate)
            {
                return counts.Sum(segment => segment.Count);
            }
        }
    }

    /// <summary>Counts one where the limit allows it.</summary>
    /// <returns>How long to wait until the next is let through; null where this one is.</returns>
    public TimeSpan? TryTake(string key)
    {
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key.AsSpan()), seed);
        lock (gate)
        {
            var elapsed = time.GetElapsedTime(began);
            MoveTo(elapsed.Ticks / Segment.Ticks);
            var taken = counts.Sum(segment => segment.GetValueOrDefault(hash));
            if (taken >= limit)
            {
                return WaitOf(hash, taken) - elapsed;
            }

            var now = counts[current % Segments];
            if (now.Count < MostKeys || now.ContainsKey(hash))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(now, hash, out _)++;
            }

            return null;
        }
    }

    private void MoveTo(long segment)
    {
        for (var next = Math.Max(current + 1, segment - Segments + 1); next <= segment; next++)
        {
            // A new one, so that the memory of a flood goes with it.
            counts[next % Segments] = [];
        }

        current = Math.Max(current, segment);
    }

    /// <summary>When so much has been forgotten that one more is let through, from the beginning.</summary>
    private TimeSpan WaitOf(ulong hash, int taken)
    {
        var oldest = Math.Max(0, current - Segments + 1);
        while (oldest < current && (taken -= counts[oldest % Segments].GetValueOrDefault(hash)) >= limit)
        {
            oldest++;
        }

        return (oldest + Segments) * Segment;
    }
}
