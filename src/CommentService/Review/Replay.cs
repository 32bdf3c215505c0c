using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Moderation.Classifiers;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>A verdict with what led to it.</summary>
internal sealed record ReplayedVerdict([property: JsonConverter(typeof(LowerCase<Outcome>))] Outcome Verdict, IReadOnlyList<FindingView> Findings);

/// <summary>A stored verdict, and the same made once more from its record.</summary>
internal sealed record ReplayAnswer(
    [property: Description("The policy by which it was and is judged")] int PolicyVersion,
    [property: Description("The classifiers' weights by which it was judged, 12 hexadecimal digits; null on comments that no policy judged")] string? ModelVersion,
    [property: Description("The weights of this version of the service, by which it is judged now: where they are others, a score may differ")] string ReplayedModelVersion,
    [property: Description("Whether both are the same to the letter")] bool Same,
    [property: Description("What the record says")] ReplayedVerdict Recorded,
    [property: Description("What the rules say now, given the recorded facts and that policy")] ReplayedVerdict Replayed);

/// <summary>Makes a stored verdict once more: from the comment's text, the facts that were stored with it and the policy of its version.</summary>
internal static class Replay
{
    public static void MapReplay(this RouteGroupBuilder review) =>
        review.MapGet("/comments/{id}/replay", GetAsync).RequireKey(KeyRole.Viewer)
            .WithName("ReplayVerdict").WithSummary("The rules' verdict on a comment as it is on record, and made once more from that record")
            .Produces<ReplayAnswer>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> GetAsync(string id, Database database, Policies policies, CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        if (!Queue.TryReadId(id, out var key) || await db.Comments.SingleOrDefaultAsync(c => c.Id == key, cancellation) is not { } comment)
        {
            return Queue.UnknownComment;
        }

        if (await policies.FindAsync(comment.PolicyVersion, cancellation) is not { } policy)
        {
            return Problem.Of(
                StatusCodes.Status409Conflict, "not-judged", "There is no verdict to replay", "No policy judged this comment, or this version of the service cannot read that policy any more.");
        }

        var recorded = await RecordedAsync(db, key, cancellation);
        var verdict = policy.Judge(VerdictRecord.InputOf(comment), VerdictRecord.FactsOf(comment));
        var replayed = new ReplayedVerdict(verdict.Outcome, [.. verdict.Findings.Select(FindingView.Of)]);
        return TypedResults.Ok(new ReplayAnswer(
            comment.PolicyVersion,
            comment.ModelVersion == 0 ? null : comment.ModelVersion.ToString("x12", CultureInfo.InvariantCulture),
            ClassifierModel.BuiltIn.Version,
            AreSame(recorded, replayed), recorded, replayed));
    }

    /// <summary>The last word of the rules themselves: an outside service may have answered after the first.</summary>
    private static async Task<ReplayedVerdict> RecordedAsync(CommentDb db, Guid comment, CancellationToken cancellation)
    {
        var status = await db.Changes.Where(c => c.CommentId == comment && c.ActorId == null).OrderByDescending(c => c.Version).Select(c => c.To).FirstAsync(cancellation);
        var findings = await db.Findings.Where(f => f.CommentId == comment).OrderBy(f => f.Ordinal).ToListAsync(cancellation);
        var outcome = status switch
        {
            CommentStatus.Approved => Outcome.Approve,
            CommentStatus.Held => Outcome.Hold,
            _ => Outcome.Reject,
        };
        return new ReplayedVerdict(outcome, [.. findings.Select(FindingView.Of)]);
    }

    private static readonly EvidenceView[] NoEvidence = [];

    private static bool AreSame(ReplayedVerdict one, ReplayedVerdict other) =>
        one.Verdict == other.Verdict && one.Findings.Count == other.Findings.Count
        && one.Findings.Zip(other.Findings).All(pair =>
            pair.First with { Evidence = NoEvidence } == pair.Second with { Evidence = NoEvidence } && pair.First.Evidence.SequenceEqual(pair.Second.Evidence));
}
