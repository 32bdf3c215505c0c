using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Worker;

/// <summary>A submission with its verdict and all that it rests on, ready to be stored.</summary>
internal sealed record JudgedSubmission(Submission Submission, Verdict Verdict, Facts Facts, long? TextKey, int PolicyVersion, int Depth, Guid? ParentId)
{
    /// <summary>The outside service that is to be asked before it can be stored; null where the verdict stands.</summary>
    public ExternalQuestion? Waits { get; init; }

    public CommentStatus Status => StatusOf(Verdict);

    public static CommentStatus StatusOf(Verdict verdict) => verdict.Outcome switch
    {
        Outcome.Approve => CommentStatus.Approved,
        Outcome.Reject => CommentStatus.Rejected,
        _ => CommentStatus.Held,
    };

    /// <summary>The rules could not judge it: a moderator must.</summary>
    /// <param name="submission">What could not be judged.</param>
    /// <param name="why">The sentence that tells the moderator.</param>
    public static JudgedSubmission Unjudged(Submission submission, string why) => new(
        submission,
        new Verdict(Outcome.Hold, [new Finding("service", FindingAction.Hold, why, [])]),
        Facts.None,
        TextKey: null,
        PolicyVersion: 0,
        Depth: 1,
        ParentId: null);
}
