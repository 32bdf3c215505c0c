using System.Net.Sockets;

namespace CommentService.Load.Client;

/// <summary>One keep-alive connection with at most one request under way, on a socket that never blocks.</summary>
internal sealed class Connection : IDisposable
{
    private readonly LoopbackTarget target;
    private Socket socket;

    public Connection(LoopbackTarget target)
    {
        this.target = target;
        socket = Connect(target);
    }

    public Socket Socket => socket;

    public RequestBuffer Request { get; } = new();

    public ResponseReader Response { get; } = new();

    /// <summary>When the request was due (stopwatch ticks): from then on its latency counts, whenever it was really sent.</summary>
    public long DueAt { get; set; }

    /// <summary>What its source wants to know again when the answer is there.</summary>
    public int Tag { get; set; }

    public bool InFlight { get; set; }

    /// <summary>The last submission that was accepted on this connection.</summary>
    public SubmissionId LastAccepted { get; set; }

    public bool Send()
    {
        Response.Clear();
        var rest = Request.Written;
        while (true)
        {
            var sent = socket.Send(rest, SocketFlags.None, out var error);
            if (error is SocketError.Success && sent == rest.Length)
            {
                return true;
            }

            if (error is not (SocketError.Success or SocketError.WouldBlock))
            {
                return false;
            }

            // Rare: the request is longer than the socket's buffer has room for.
            rest = rest[sent..];
            socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite);
        }
    }

    /// <summary>Reads what is there. Null: the answer is not complete yet; false: the connection is broken.</summary>
    public bool? Receive()
    {
        var count = socket.Receive(Response.Space, SocketFlags.None, out var error);
        return error is SocketError.WouldBlock ? null
            : error is not SocketError.Success || count == 0 ? false
            : Response.Take(count) ? true : null;
    }

    public void Reconnect()
    {
        socket.Dispose();
        socket = Connect(target);
    }

    public void Dispose() => socket.Dispose();

    private static Socket Connect(LoopbackTarget target)
    {
        var socket = new Socket(target.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(target.EndPoint);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new LoadException($"{target.Url} takes no connection: {refused.Message}");
        }

        socket.Blocking = false;
        return socket;
    }
}
