using CommentService.Load.Client;

namespace CommentService.Load.Receipts;

/// <summary>Asks once for each of some receipts, over all connections.</summary>
internal sealed class ReceiptRequests(
    LoopbackTarget target, IReadOnlyList<SubmissionId> ids, Action<SubmissionId, string> answered) : RequestSource
{
    private int next;

    public override bool TryWrite(Connection connection)
    {
        if (next == ids.Count)
        {
            return false;
        }

        connection.Tag = next;
        Receipt.WriteRequest(connection.Request, target, ids[next++]);
        return true;
    }

    public override void Answered(Connection connection, long at) =>
        answered(ids[connection.Tag], Receipt.Status(connection.Response));
}
