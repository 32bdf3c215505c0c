using System.Net.Sockets;
using CommentService.Load.Client;

namespace CommentService.Load.Receipts;

/// <summary>Asks for one receipt at a time on a connection of its own.</summary>
internal sealed class ReceiptClient(LoopbackTarget target) : IDisposable
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(5);

    private readonly Connection connection = new(target);

    public bool IsQueued(SubmissionId id)
    {
        connection.Request.Clear();
        Receipt.WriteRequest(connection.Request, target, id);
        var sent = connection.Send();
        bool? complete = null;
        while (sent && complete is null)
        {
            connection.Socket.Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead);
            complete = connection.Receive();
        }

        var status = complete is true ? Receipt.Status(connection.Response) : "no answer";
        return status switch
        {
            Receipt.Queued => true,
            "approved" or "held" or "rejected" or "removed" => false,
            _ => throw new LoadException($"The receipt of {id.Value} answers {status}: --drain and --readable need receipts."),
        };
    }

    /// <summary>Waits until the last submission that each connection got accepted is decided.</summary>
    public void AwaitDecisions(IEnumerable<Connection> connections, TimeSpan patience)
    {
        var giveUp = DateTime.UtcNow + patience;
        foreach (var id in connections.Select(connection => connection.LastAccepted).Where(id => !id.IsNone))
        {
            while (IsQueued(id))
            {
                Thread.Sleep(PollEvery);
                if (DateTime.UtcNow > giveUp)
                {
                    throw new LoadException($"{id.Value} is still queued after {patience.TotalSeconds:0} s.");
                }
            }
        }
    }

    public void Dispose() => connection.Dispose();
}
