using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Worker;

/// <summary>A submission with its verdict and all that it rests on, ready to be stored.</summary>
internal sealed record JudgedSubmission(Submission Submission, Verdict Verdict, Facts Facts, long? TextKey, int PolicyVersion, int Depth, Guid? ParentId)
{
    public CommentStatus Status => Verdict.Outcome switch
    {
        Outcome.Approve => CommentStatus.Approved,
        Outcome.Reject => CommentStatus.Rejected,
        _ => CommentStatus.Held,
    };

    /// <summary>Nothing could judge it: a moderator must.</summary>
    public static JudgedSubmission Unjudged(Submission submission) => new(
        submission,
        new Verdict(Outcome.Hold, [new Finding("service", FindingAction.Hold, "The service failed on this comment and could not judge it.", [])]),
        Facts.None,
        TextKey: null,
        PolicyVersion: 0,
        Depth: 1,
        ParentId: null);
}
