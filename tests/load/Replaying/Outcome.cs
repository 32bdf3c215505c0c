using CommentService.Load.Client;
using CommentService.Load.Content;
using CommentService.Load.Receipts;

namespace CommentService.Load.Replaying;

/// <summary>What became of one record.</summary>
internal sealed class Outcome(Record record)
{
    public Record Record => record;

    /// <summary>The answer to its submission; 0 is none.</summary>
    public int PostStatus { get; private set; }

    public SubmissionId Id { get; private set; }

    /// <summary>The receipt's status, or <c>HTTP</c> and a number where it has none.</summary>
    public string Status { get; set; } = Receipt.Queued;

    public bool Accepted => PostStatus == 202 && !Id.IsNone;

    public bool Decided => Status is "approved" or "held" or "rejected" or "removed";

    public void Posted(ResponseReader response) => (PostStatus, Id) = (response.Status, response.Receipt);
}
