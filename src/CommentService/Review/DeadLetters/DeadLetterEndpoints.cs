using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Messaging;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.DeadLetters;

/// <summary>Why an admin settles a dead letter so.</summary>
internal sealed record SettleRequest(string? Reason = null);

/// <summary>Submissions that could not be processed: listed, sent back and thrown away.</summary>
internal static class DeadLetterEndpoints
{
    private const string Query = "dead-letters";

    public static void MapDeadLetters(this RouteGroupBuilder review)
    {
        review.MapGet("/dead-letters", ListAsync).RequireKey(KeyRole.Admin)
            .WithName("ListDeadLetters").WithSummary("Submissions that could not be processed, with why and when, oldest first")
            .Produces<Page<DeadLetterView>>().ProducesProblem(StatusCodes.Status400BadRequest);
        review.MapPost("/dead-letters/{id}/retry", (string id, HttpContext http, SettleDeadLetters settle) => SettleAsync(id, http, settle.RetryAsync)).RequireKey(KeyRole.Admin)
            .WithName("RetryDeadLetter").WithSummary("Sends a dead letter back into the queue; tried however often, it becomes one comment")
            .ReadsJson<SettleRequest>("""{ "reason": "The disk was full" }""", required: false).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        review.MapPost("/dead-letters/{id}/discard", (string id, HttpContext http, SettleDeadLetters settle) => SettleAsync(id, http, settle.DiscardAsync)).RequireKey(KeyRole.Admin)
            .WithName("DiscardDeadLetter").WithSummary("Throws a dead letter away for good")
            .ReadsJson<SettleRequest>("""{ "reason": "The disk was full" }""", required: false).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync([AsParameters] ListQuery asked, Database database, CancellationToken cancellation)
    {
        if (asked.ReadId(Query, out var most, out var after) is { } problem)
        {
            return problem;
        }

        await using var db = database.OpenRead();
        var letters = after is { } last ? db.DeadLetters.Where(d => d.Id > last) : db.DeadLetters;
        var found = await letters.OrderBy(d => d.Id).Take(most + 1).ToListAsync(cancellation);
        return TypedResults.Ok(Page.Of(found, most, DeadLetterView.Of, letter => Cursor.Write(letter.Id, Query)));
    }

    private static async Task<IResult> SettleAsync(string id, HttpContext http, Func<Guid, string?, Actor, CancellationToken, Task<Settled>> settle)
    {
        var body = await JsonBody.ReadObjectAsync(http.Request, ReviewEndpoints.MaxBody, optional: true);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        var fields = new JsonFields(body.Root);
        var reason = fields.Text("reason", Reason.MaxLength);
        if (fields.Errors.Count > 0)
        {
            return Problem.Invalid(fields.Errors);
        }

        try
        {
            var settled = Guid.TryParseExact(id, "D", out var letter) ? await settle(letter, reason, Actor.Of(http.User), http.RequestAborted) : Settled.Unknown;
            return settled switch
            {
                Settled.Done => TypedResults.NoContent(),
                Settled.Unreadable => Problem.Of(StatusCodes.Status409Conflict, "unreadable", "This cannot be read", "It is no submission that this version of the service can read: it stays here until it is discarded."),
                _ => Problem.Of(StatusCodes.Status404NotFound, "unknown-dead-letter", "There is no such dead letter", "No dead letter has this id; perhaps it was settled already."),
            };
        }
        catch (SpoolUnavailableException)
        {
            http.Response.Headers.RetryAfter = "10";
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "The queue takes nothing right now", "The dead letter stays where it is. Please try again in a moment.");
        }
    }
}
