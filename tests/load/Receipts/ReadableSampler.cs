using System.Collections.Concurrent;
using System.Diagnostics;
using CommentService.Load.Client;
using CommentService.Load.Measuring;
using HdrHistogram;

namespace CommentService.Load.Receipts;

/// <summary>
/// Passes requests through and follows a sample of the submissions from 202 until they are decided. The sample is small,
/// 20 a second and 4 at a time, so that asking is not the load: at most 800 receipts a second.
/// </summary>
internal sealed class ReadableSampler(RequestSource inner, LoopbackTarget target) : RequestSource, IDisposable
{
    private const int AtATime = 4;
    private static readonly long Between = Stopwatch.Frequency / 20;
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(5);

    private readonly LongHistogram microseconds = new(600_000_000, 3);
    private readonly ConcurrentQueue<(SubmissionId Id, long At)> chosen = [];
    private readonly ReceiptClient receipts = new(target);
    private Task following = Task.CompletedTask;
    private volatile bool counting;
    private volatile int underWay;
    private long nextAt;

    public override bool TryWrite(Connection connection) => inner.TryWrite(connection);

    public override void Answered(Connection connection, long at)
    {
        inner.Answered(connection, at);
        if (counting && at >= nextAt && underWay < AtATime && connection.Response is { Status: 202, Receipt.IsNone: false })
        {
            nextAt = at + Between;
            Interlocked.Increment(ref underWay);
            chosen.Enqueue((connection.Response.Receipt, at));
        }
    }

    public void Start()
    {
        counting = true;
        following = Task.Factory.StartNew(Follow, TaskCreationOptions.LongRunning);
    }

    public Readable Finish()
    {
        counting = false;
        following.GetAwaiter().GetResult();
        return new(microseconds.TotalCount, Percentiles.Of(microseconds));
    }

    public void Dispose() => receipts.Dispose();

    private void Follow()
    {
        while (counting || underWay > 0)
        {
            for (var rest = chosen.Count; rest > 0 && chosen.TryDequeue(out var sample); rest--)
            {
                if (receipts.IsQueued(sample.Id))
                {
                    chosen.Enqueue(sample);
                    continue;
                }

                microseconds.RecordValue((long)Stopwatch.GetElapsedTime(sample.At).TotalMicroseconds);
                Interlocked.Decrement(ref underWay);
            }

            Thread.Sleep(PollEvery);
        }
    }
}
