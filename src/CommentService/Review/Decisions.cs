using System.ComponentModel;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommentService.Review;

/// <summary>Why a moderator decides so.</summary>
internal sealed record DecisionRequest(string? Reason = null, string? Note = null)
{
    public const int MaxReasonLength = 200;
    public const int MaxNoteLength = 2000;
}

/// <summary>Approve, reject, hold or remove one comment.</summary>
internal static class Decisions
{
    public static void MapDecisions(this RouteGroupBuilder review)
    {
        Map("approve", CommentStatus.Approved, "ApproveComment", "Shows a held, rejected or removed comment to readers");
        Map("reject", CommentStatus.Rejected, "RejectComment", "Refuses a held comment");
        Map("hold", CommentStatus.Held, "HoldComment", "Puts a decided comment back into the queue");
        Map("remove", CommentStatus.Removed, "RemoveComment", "Takes an approved comment away from readers");

        void Map(string verb, CommentStatus to, string name, string summary) => review
            .MapPost("/comments/{id}/" + verb, (
                string id,
                [FromHeader(Name = IfMatch.Header), Description(IfMatch.Optional)] string? ifMatch,
                HttpContext http,
                Decide decide) => DecideAsync(id, to, ifMatch, http, decide))
            .RequireKey(KeyRole.Moderator)
            .WithName(name).WithSummary(summary)
            .ReadsJson<DecisionRequest>("""{ "reason": "useful links", "note": "Checked all three." }""", required: false)
            .Produces<ModeratedComment>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<IResult> DecideAsync(string id, CommentStatus to, string? ifMatch, HttpContext http, Decide decide)
    {
        if (!Queue.TryReadId(id, out var comment))
        {
            return Queue.UnknownComment;
        }

        if (IfMatch.TryRead(ifMatch, out var expected) is { } problem)
        {
            return problem;
        }

        var body = await JsonBody.ReadObjectAsync(http.Request, ReviewEndpoints.MaxBody, optional: true);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        var fields = new JsonFields(body.Root);
        var reason = fields.Text("reason", DecisionRequest.MaxReasonLength);
        var note = fields.Text("note", DecisionRequest.MaxNoteLength);
        if (fields.Errors.Count > 0)
        {
            return Problem.Invalid(fields.Errors);
        }

        var decided = await decide.RunAsync(new(comment, to, expected, Actor.Of(http.User), reason, note), http.RequestAborted);
        return decided switch
        {
            { Comment: null } => Queue.UnknownComment,
            { Outcome: DecisionOutcome.Stale } => IfMatch.Stale(decided.Comment.Version),
            { Outcome: DecisionOutcome.NotAllowed } => NotAllowed(decided.Comment.Status, to),
            _ => Queue.Answer(http.Response, decided.Comment),
        };
    }

    private static ProblemHttpResult NotAllowed(CommentStatus from, CommentStatus to) => Problem.Of(
        StatusCodes.Status409Conflict,
        "not-allowed",
        "This comment cannot become that",
        $"A comment that is {from.Word()} cannot become {to.Word()}, only {string.Join(" or ", Decide.Allowed(from).Select(status => status.Word()))}.");
}
