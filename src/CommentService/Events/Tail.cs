using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Events;

/// <summary>
/// The end of the log, read once for everybody in this process who follows it: each event is read and written as JSON
/// one time, however many thousand follow. Who fell behind what is kept here reads the log itself, a few at a time, until
/// it has caught up; nobody waits for anybody.
/// </summary>
internal sealed partial class Tail(Database database, EventLog log, TimeProvider time, ILogger<Tail> logger) : BackgroundService
{
    /// <summary>Events that are kept, and at most so many bytes of them.</summary>
    private const int Kept = 2_048;

    private const long MostBytes = 16 * 1024 * 1024;

    private const int ReadAtOnce = 500;

    /// <summary>A slow follower holds so many events at most.</summary>
    private const int CatchUpAtOnce = 64;

    /// <summary>Another process may have given positions.</summary>
    private static readonly TimeSpan Recheck = TimeSpan.FromMilliseconds(100);

    /// <summary>By position, modulo their number; written by the loop alone.</summary>
    private readonly LoggedEvent?[] kept = new LoggedEvent?[Kept];

    /// <summary>Those who catch up must not take all threads that the database works on.</summary>
    private readonly SemaphoreSlim catchingUp = new(4);

    private readonly Broadcast changed = new();
    private readonly HashSet<Guid> none = [];
    private HashSet<Guid>? revoked;
    private long head = -1;
    private long oldest;
    private long bytes;
    private int followers;
    private int beats;
    private bool isReading;

    /// <summary>Ends when there may be more to read, or a beat.</summary>
    public Task Next => changed.Next;

    /// <summary>Grows every 15 seconds: time to show proxies that the connection lives.</summary>
    public int Beats => Volatile.Read(ref beats);

    /// <summary>Whether a key has ended; known within a second.</summary>
    public bool IsRevoked(Guid key) => (Volatile.Read(ref revoked) ?? none).Contains(key);

    /// <summary>Followers now.</summary>
    public int Followers => Volatile.Read(ref followers);

    /// <summary>Follows until it is disposed; while nobody does, nothing is read.</summary>
    public IDisposable Join() => new Place(this);

    /// <summary>What comes after a position and is here already.</summary>
    /// <returns>Where to go on; when that is where the caller was, it waits for <see cref="Next"/>, taken before.</returns>
    public ValueTask<LogPage> ReadAsync(long after, EventFilter filter, CancellationToken cancellation)
    {
        var end = Volatile.Read(ref head);
        return after >= end ? new(new LogPage([], after))
            : At(after + 1) is { } next ? new(Take(next, end, filter))
            : new(CatchUpAsync(after, end, filter, cancellation));
    }

    public override void Dispose()
    {
        base.Dispose();
        catchingUp.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (beat, check) = (time.GetTimestamp(), time.GetTimestamp());
        while (!stoppingToken.IsCancellationRequested)
        {
            var positioned = database.Positioned.Next;
            try
            {
                if (Followers == 0)
                {
                    isReading = false;
                }
                else
                {
                    await ReadOnAsync(stoppingToken);
                    if (time.GetElapsedTime(check) >= TimeSpan.FromSeconds(1))
                    {
                        check = time.GetTimestamp();
                        await CheckKeysAsync(stoppingToken);
                    }
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Followers keep their places; the loop looks again.
                LogFailed(logger, exception.GetType().Name);
            }

            if (time.GetElapsedTime(beat) >= EventStream.Beat)
            {
                beat = time.GetTimestamp();
                Interlocked.Increment(ref beats);
                changed.Pulse();
            }

            await Task.WhenAny(positioned, Task.Delay(Recheck, time, stoppingToken));
        }
    }

    private async ValueTask ReadOnAsync(CancellationToken cancellation)
    {
        if (!isReading)
        {
            // What came while nobody followed is in the log for whoever wants it.
            oldest = await log.HeadAsync(cancellation) + 1;
            Array.Clear(kept);
            bytes = 0;
            isReading = true;
            Show(oldest - 1);
        }

        LogPage page;
        do
        {
            page = await log.ReadAsync(head, long.MaxValue, EventFilter.Everything, ReadAtOnce, cancellation);
            foreach (var one in page.Events)
            {
                Keep(one);
            }

            if (page.Events.Count > 0)
            {
                Show(page.Events[^1].Position);
            }
        }
        while (page.Events.Count == ReadAtOnce);
    }

    private void Keep(LoggedEvent one)
    {
        bytes += one.Frame.Length;
        while (oldest < one.Position && (one.Position - oldest >= Kept || bytes > MostBytes))
        {
            bytes -= At(oldest)?.Frame.Length ?? 0;
            Volatile.Write(ref kept[oldest++ % Kept], null);
        }

        Volatile.Write(ref kept[one.Position % Kept], one);
    }

    private void Show(long position)
    {
        Volatile.Write(ref head, position);
        changed.Pulse();
    }

    private LoggedEvent? At(long position) => Volatile.Read(ref kept[position % Kept]) is { } one && one.Position == position ? one : null;

    private LogPage Take(LoggedEvent first, long end, EventFilter filter)
    {
        var wanted = new List<LoggedEvent>();
        var position = first.Position - 1;
        for (var next = first; next is not null; next = position < end ? At(position + 1) : null)
        {
            position = next.Position;
            if (filter.Wants(next))
            {
                wanted.Add(next);
            }
        }

        return new(wanted, position);
    }

    private async Task<LogPage> CatchUpAsync(long after, long end, EventFilter filter, CancellationToken cancellation)
    {
        await catchingUp.WaitAsync(cancellation);
        try
        {
            return await log.ReadAsync(after, Math.Min(end, after + Feed.MostLookedAt), filter, CatchUpAtOnce, cancellation);
        }
        finally
        {
            catchingUp.Release();
        }
    }

    private async Task CheckKeysAsync(CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        Volatile.Write(ref revoked, await db.ApiKeys.Where(k => k.RevokedAt != null).Select(k => k.Id).ToHashSetAsync(cancellation));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of the event log could not be read ({Error}); trying again")]
    private static partial void LogFailed(ILogger logger, string error);

    private sealed class Place : IDisposable
    {
        private readonly Tail tail;

        public Place(Tail tail)
        {
            this.tail = tail;
            Interlocked.Increment(ref tail.followers);
        }

        public void Dispose() => Interlocked.Decrement(ref tail.followers);
    }
}
