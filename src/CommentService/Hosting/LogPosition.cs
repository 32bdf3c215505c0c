using CommentService.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommentService.Hosting;

/// <summary>What is answered to a position that is outside of the event log.</summary>
internal static class LogPosition
{
    /// <summary>409 with the head, 410 with the first position there is, or null where everything after the position can be had.</summary>
    public static ProblemHttpResult? Problem(long after, LogBounds bounds) =>
        bounds.IsBeyondHead(after) ? Of(StatusCodes.Status409Conflict, "position-beyond-head", "No event has this position yet", $"The log's head is {bounds.Head}.", "head", bounds.Head)
        : bounds.IsTooOld(after) ? Of(StatusCodes.Status410Gone, "position-too-old", "The log begins later", $"The first position there is is {bounds.First}: follow after {bounds.First - 1}, or start with a snapshot.", "first", bounds.First)
        : null;

    private static ProblemHttpResult Of(int status, string kind, string title, string detail, string member, long position) => TypedResults.Problem(
        detail, statusCode: status, title: title, type: ProblemKinds.TypePrefix + kind,
        extensions: new Dictionary<string, object?> { [member] = position.ToString(System.Globalization.CultureInfo.InvariantCulture) });
}
