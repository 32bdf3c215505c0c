using CommentService.Hosting;
using CommentService.Hosting.Outgoing;
using CommentService.Storage;

namespace CommentService.Events.Webhooks;

/// <summary>
/// Sends one webhook its events, until its owner changes it or it stops: several comments at once, each comment's events
/// one after the other. What is not taken waits, and with it all later events of its comment; the others go on.
/// A receiver that takes nothing is left alone for growing times, and the log itself is the queue meanwhile.
/// </summary>
internal sealed class HookRun(Webhook hook, IEnumerable<WebhookRetry> waiting, Tail tail, EventLog log, WebhookSender sender, ProgressLog progress, TimeProvider time)
{
    private const int MostAtOnce = 64;
    private const int CommentsAtOnce = 8;

    /// <summary>So many comments may fail in a row before the receiver is left alone.</summary>
    private const int Patience = 3;

    /// <summary>So many events may wait; then nothing new is read until some of them are taken, and the log is the queue.</summary>
    private const int MostParked = 2_000;

    /// <summary>A webhook that wants few events stores its place now and then all the same.</summary>
    private const int MostUnstored = 1_000;

    private readonly SortedDictionary<long, WebhookRetry> parked = new(waiting.ToDictionary(retry => retry.Position));
    private readonly EventFilter filter = new(EventTypes.Split(hook.EventTypes), hook.Articles?.Split(' '));
    private readonly Lock gate = new();
    private readonly HashSet<Guid> failed = [];
    private long position = hook.Position;
    private long stored = hook.Position;
    private int pauses;
    private DateTime pausedUntil;

    // The round that is under way, and what came of it.
    private bool isTrial;
    private readonly List<WebhookAttempt> attempts = [];
    private readonly HashSet<long> changed = [];
    private readonly List<long> settled = [];
    private WebhookState state = WebhookState.Active;

    private bool IsLeftAlone => failed.Count >= Patience;

    /// <summary>Runs until it is ended, or until nothing may be sent any more.</summary>
    /// <returns>The webhook's state by then.</returns>
    public async Task<WebhookState> RunAsync(CancellationToken end)
    {
        using var place = tail.Join();
        while (state == WebhookState.Active)
        {
            var next = tail.Next;
            var now = time.GetUtcNow().UtcDateTime;
            if (IsLeftAlone && now < pausedUntil)
            {
                await Task.Delay(pausedUntil - now, time, end);
                continue;
            }

            if (!await RoundAsync(now, end))
            {
                await WaitAsync(next, end);
            }
        }

        return state;
    }

    /// <summary>Sends what is due and what is new; false where there was neither.</summary>
    private async Task<bool> RoundAsync(DateTime now, CancellationToken end)
    {
        // A receiver that was left alone is tried with one event that waited and a new one: it may be that it takes only the first of them never.
        isTrial = IsLeftAlone;
        var most = isTrial ? 1 : MostAtOnce;
        var due = await DueAsync(now, most, end);
        var page = await ReadAsync(end);
        var fresh = page.Events.Count <= most ? page : new LogPage([.. page.Events.Take(most)], page.Events[most - 1].Position);
        if (due.Count + fresh.Events.Count == 0)
        {
            var hasMoved = fresh.End > position;
            position = fresh.End;
            if (position - stored >= MostUnstored)
            {
                await StoreAsync(end);
            }

            return hasMoved;
        }

        await SendAsync([.. due, .. fresh.Events], end);
        position = fresh.End;
        pauses = IsLeftAlone ? pauses + 1 : 0;
        pausedUntil = IsLeftAlone ? time.GetUtcNow().UtcDateTime + RetryDelay.After(pauses) : default;
        await StoreAsync(end);
        return true;
    }

    private ValueTask<LogPage> ReadAsync(CancellationToken end) =>
        parked.Count >= MostParked ? new(new LogPage([], position))
        : position < hook.SnapshotUntil ? log.ReadSnapshotAsync(position, hook.SnapshotUntil, filter, withRemoved: false, MostAtOnce, end)
        : tail.ReadAsync(position, filter, end);

    /// <summary>The first waiting event of each comment, where its time has come.</summary>
    private async Task<IReadOnlyList<LoggedEvent>> DueAsync(DateTime now, int most, CancellationToken end)
    {
        var heads = parked.Values.DistinctBy(retry => retry.CommentId).Where(retry => retry.NextAt <= now || IsLeftAlone).OrderBy(retry => retry.NextAt).Take(most).ToList();
        var events = new List<LoggedEvent>(heads.Count);
        foreach (var head in heads)
        {
            var found = (await log.ReadAsync(head.Position - 1, head.Position, EventFilter.Everything, 1, end)).Events;
            events.AddRange(found);
            if (found.Count == 0)
            {
                // Its comment is gone: there is nothing to tell any more.
                parked.Remove(head.Position);
                settled.Add(head.Position);
            }
        }

        return events;
    }

    private Task SendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken end) => Parallel.ForEachAsync(
        events.GroupBy(one => one.Event.Data.CommentId),
        new ParallelOptions { MaxDegreeOfParallelism = CommentsAtOnce, CancellationToken = end },
        async (comment, cancellation) =>
        {
            foreach (var one in comment)
            {
                if (MaySend(one))
                {
                    var sent = await sender.SendAsync(hook, one.Event.Id.ToString(), one.Json, one.TraceParent, cancellation);
                    Take(one, sent);
                }
            }
        });

    /// <summary>Else it waits, behind an earlier event of its comment or because the receiver takes nothing.</summary>
    private bool MaySend(LoggedEvent one)
    {
        lock (gate)
        {
            var comment = one.Event.Data.CommentId;
            var isBehind = parked.Values.FirstOrDefault(retry => retry.CommentId == comment) is { } first && first.Position < one.Position;
            if (state == WebhookState.Active && !isBehind && (isTrial || !IsLeftAlone))
            {
                return true;
            }

            if (!parked.ContainsKey(one.Position))
            {
                Wait(one, 0, time.GetUtcNow().UtcDateTime, TimeSpan.Zero);
            }

            return false;
        }
    }

    private void Take(LoggedEvent one, Sent sent)
    {
        lock (gate)
        {
            var now = time.GetUtcNow().UtcDateTime;
            var before = parked.GetValueOrDefault(one.Position);
            var number = (before?.Attempts ?? 0) + 1;
            // What only stood behind another was not refused yet.
            var since = number > 1 ? before!.Since : now;
            attempts.Add(AttemptOf(hook.Id, one.Event.Id, one.Event.Type, one.Position, number, now, sent));
            Measure(sent);
            if (sent.IsTaken)
            {
                Settle(one, before is not null);
            }
            else if (sent.IsGone)
            {
                state = WebhookState.Unsubscribed;
                Wait(one, number, since, TimeSpan.Zero);
            }
            else
            {
                if (number == 1)
                {
                    // An event that is refused again and again says nothing of the receiver.
                    failed.Add(one.Event.Data.CommentId);
                }

                Wait(one, number, since, RetryDelay.After(number, sent.RetryAfter));
                state = now - since >= RetryDelay.GiveUpAfter ? WebhookState.Failing : state;
            }
        }
    }

    private void Settle(LoggedEvent one, bool wasParked)
    {
        failed.Clear();
        if (wasParked)
        {
            parked.Remove(one.Position);
            changed.Remove(one.Position);
            settled.Add(one.Position);
        }

        var now = time.GetUtcNow().UtcDateTime;
        // It takes again: what waited for that need not wait longer. Else only what stood behind this event.
        foreach (var retry in parked.Values.Where(retry => retry.NextAt > now && (isTrial || retry.CommentId == one.Event.Data.CommentId)))
        {
            retry.NextAt = now;
            changed.Add(retry.Position);
        }
    }

    private void Wait(LoggedEvent one, int number, DateTime since, TimeSpan delay)
    {
        parked[one.Position] = new WebhookRetry
        {
            WebhookId = hook.Id,
            Generation = hook.Generation,
            Position = one.Position,
            CommentId = one.Event.Data.CommentId,
            Attempts = number,
            Since = since,
            NextAt = time.GetUtcNow().UtcDateTime + delay,
        };
        changed.Add(one.Position);
    }

    private async Task StoreAsync(CancellationToken end)
    {
        stored = position;
        var done = new Progress(hook, position, state, [.. attempts], [.. changed.Select(at => parked[at])], [.. settled]);
        attempts.Clear();
        changed.Clear();
        settled.Clear();
        await progress.WriteAsync(done, end);
    }

    private async Task WaitAsync(Task next, CancellationToken end)
    {
        if (parked.Count == 0)
        {
            await next.WaitAsync(end);
            return;
        }

        var until = parked.Values.DistinctBy(retry => retry.CommentId).Min(retry => retry.NextAt) - time.GetUtcNow().UtcDateTime;
        if (until > TimeSpan.Zero)
        {
            // WhenAny and not a deadline on the wait, which would throw each time.
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(end);
            await Task.WhenAny(next, Task.Delay(until, time, enough.Token));
            await enough.CancelAsync();
            end.ThrowIfCancellationRequested();
        }
    }

    private static void Measure(Sent sent) => Metrics.WebhookMessages.Count("outcome", sent.IsTaken ? "taken" : "failed");

    public static WebhookAttempt AttemptOf(Guid hook, Guid eventId, string type, long position, int number, DateTime at, Sent sent) => new()
    {
        WebhookId = hook,
        EventId = eventId,
        EventType = type,
        Position = position,
        Number = number,
        At = at,
        Milliseconds = sent.Milliseconds,
        Status = sent.Status,
        Error = sent.Error,
    };
}
