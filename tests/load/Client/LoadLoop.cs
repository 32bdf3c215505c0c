using System.Diagnostics;
using CommentService.Load.Measuring;

namespace CommentService.Load.Client;

/// <summary>
/// The generator: one thread that sends what is due on whichever connection is free and reads whichever answers.
/// Connections stay open from one run to the next (warm-up, measurement, receipts).
/// </summary>
internal sealed class LoadLoop : IDisposable
{
    private static readonly long Patience = 30 * Stopwatch.Frequency;

    private readonly Connection[] connections;
    private readonly Epoll epoll;
    private readonly Stack<Connection> free;

    public LoadLoop(LoopbackTarget target, int count)
    {
        epoll = new Epoll(count);
        connections = [.. Enumerable.Range(0, count).Select(_ => new Connection(target))];
        free = new(connections);
        for (var tag = 0; tag < count; tag++)
        {
            epoll.Watch(connections[tag].Socket, tag);
        }
    }

    public IReadOnlyList<Connection> Connections => connections;

    /// <summary>Runs until the schedule or the source ends and every answer is there.</summary>
    public void Run(RequestSource source, Schedule schedule, Tally tally)
    {
        var now = Stopwatch.GetTimestamp();
        var lastAnswer = now;
        while (true)
        {
            SendDue(source, schedule, tally, now);
            if (free.Count == connections.Length && schedule.Finished(now))
            {
                break;
            }

            var ready = epoll.Wait(schedule.NanosecondsToWait(now, free.Count > 0));
            for (var i = 0; i < ready; i++)
            {
                Receive(epoll.Tag(i), source, tally);
            }

            // All that is there first, then all that is due: the server is woken once for many requests.
            now = Stopwatch.GetTimestamp();
            lastAnswer = ready > 0 || free.Count == connections.Length ? now : lastAnswer;
            if (now - lastAnswer > Patience)
            {
                throw new LoadException("No answer for 30 s; gave up.");
            }
        }

        tally.Finish(schedule);
    }

    public void Dispose()
    {
        foreach (var connection in connections)
        {
            connection.Dispose();
        }

        epoll.Dispose();
    }

    private void SendDue(RequestSource source, Schedule schedule, Tally tally, long now)
    {
        while (free.Count > 0 && schedule.TryTake(now, out var dueAt))
        {
            var connection = free.Peek();
            connection.Request.Clear();
            if (!source.TryWrite(connection))
            {
                schedule.Stop();
                return;
            }

            free.Pop();
            connection.DueAt = dueAt;
            connection.InFlight = true;
            tally.Sent(connection.Request.Length);
            if (!connection.Send())
            {
                Replace(Array.IndexOf(connections, connection), tally);
            }
        }
    }

    private void Receive(int tag, RequestSource source, Tally tally)
    {
        var connection = connections[tag];
        switch (connection.Receive())
        {
            case null:
                return;
            case false:
                Replace(tag, tally);
                return;
        }

        var at = Stopwatch.GetTimestamp();
        tally.Answered(at, connection);
        source.Answered(connection, at);
        connection.InFlight = false;
        free.Push(connection);
        if (connection.Response.Closes)
        {
            connection.Reconnect();
            epoll.Watch(connection.Socket, tag);
        }
    }

    /// <summary>A broken connection is one error if a request was under way, and is opened anew.</summary>
    private void Replace(int tag, Tally tally)
    {
        var connection = connections[tag];
        if (connection.InFlight)
        {
            tally.Broken();
            connection.InFlight = false;
            free.Push(connection);
        }

        connection.Reconnect();
        epoll.Watch(connection.Socket, tag);
    }
}
