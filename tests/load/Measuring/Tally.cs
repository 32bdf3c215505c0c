using System.Diagnostics;
using CommentService.Load.Client;
using HdrHistogram;

namespace CommentService.Load.Measuring;

/// <summary>The counts of one run. Latencies are in microseconds, to three digits, up to ten minutes.</summary>
internal sealed class Tally
{
    private const long TenMinutes = 600_000_000;
    private const int TooManyErrors = 10_000;

    private readonly long[] statuses = new long[1000];
    private long lastAnswerAt;

    public LongHistogram Latency { get; } = new(TenMinutes, 3);

    public long Requests { get; private set; }

    public long Errors { get; private set; }

    public long Unsent { get; private set; }

    public long BytesOut { get; private set; }

    public long BytesIn { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    /// <summary>Stopwatch ticks when the schedule began.</summary>
    public long StartedAt { get; private set; }

    public IEnumerable<(int Status, long Count)> Statuses =>
        statuses.Select((count, status) => (status, count)).Where(each => each.count > 0);

    public long Count(int status) => statuses[status];

    public void Sent(int bytes) => BytesOut += bytes;

    public void Answered(long at, Connection connection)
    {
        Requests++;
        BytesIn += connection.Response.Bytes;
        statuses[connection.Response.Status]++;
        Latency.RecordValue(Math.Min(TenMinutes, (at - connection.DueAt) / (Stopwatch.Frequency / 1_000_000)));
        lastAnswerAt = at;
    }

    /// <summary>A connection broke while a request was under way.</summary>
    public void Broken()
    {
        if (++Errors > TooManyErrors)
        {
            throw new LoadException($"Over {TooManyErrors} broken connections; gave up.");
        }
    }

    public void Finish(Schedule schedule)
    {
        StartedAt = schedule.Start;
        Unsent = schedule.Unsent;
        Elapsed = lastAnswerAt == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(schedule.Start, lastAnswerAt);
    }
}
