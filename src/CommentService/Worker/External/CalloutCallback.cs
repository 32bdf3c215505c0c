using CommentService.Hosting;
using CommentService.Hosting.Outgoing;
using CommentService.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CommentService.Worker.External;

/// <summary>A callout's later verdict.</summary>
/// <param name="Verdict">approve, hold or reject.</param>
/// <param name="Message">For the moderator, cut to 200 characters.</param>
/// <param name="Score">From 0 to 1.</param>
internal sealed record LateVerdict(string Verdict, string? Message = null, double? Score = null);

/// <summary><c>POST /api/v1/external/{id}</c>: where a callout posts the verdict that it did not have at once, signed with the secret that both sides know.</summary>
internal static class CalloutCallback
{
    private const int MaxBody = 16 * 1024;

    public static void MapCalloutCallback(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/external/{id}", PostAsync)
            .WithTags("External")
            .WithName("PostLateVerdict").WithSummary("The verdict that a callout had answered to give later; signed as Standard Webhooks with the callout's secret")
            .ReadsJson<LateVerdict>("""{ "verdict": "hold", "message": "Names a victim", "score": 0.8 }""")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> PostAsync(
        string id,
        [FromHeader(Name = WebhookSecret.IdHeader)] string? messageId,
        [FromHeader(Name = WebhookSecret.TimestampHeader)] string? timestamp,
        [FromHeader(Name = WebhookSecret.SignatureHeader)] string? signature,
        HttpContext http, IOptions<ExternalOptions> options, LateAnswers late, TimeProvider time)
    {
        var (bytes, unreadable) = await JsonBody.ReadBytesAsync(http.Request, MaxBody);
        if (unreadable is not null)
        {
            return unreadable;
        }

        if (!WebhookSecret.TryRead(options.Value.Callout.Secret, out var secret) || !secret.Verifies(messageId, timestamp, signature, bytes, time.GetUtcNow()))
        {
            return Problem.Of(StatusCodes.Status401Unauthorized, "unauthenticated", "The signature is not valid", "Sign the body as Standard Webhooks with the callout's secret, at the present time.");
        }

        var body = JsonBody.Parse(bytes);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        if (CalloutVerdict.Read(body.Root, out var wrong) is not { } answer)
        {
            return Problem.Invalid("verdict", wrong!);
        }

        var outcome = Guid.TryParseExact(id, "D", out var comment) ? await late.ApplyAsync(comment, answer, http.RequestAborted) : LateOutcome.Unknown;
        return outcome switch
        {
            LateOutcome.Taken => TypedResults.NoContent(),
            LateOutcome.Unknown => Problem.Of(StatusCodes.Status404NotFound, "unknown-comment", "There is no such comment", "No stored comment has this id."),
            _ => Problem.Of(StatusCodes.Status409Conflict, "not-waited-for", "Nobody waits for this verdict", "It came before, or a moderator has decided."),
        };
    }
}
