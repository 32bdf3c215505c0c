using System.ComponentModel;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Moderation.Classifiers;
using CommentService.Review.Auditing;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Learning;

/// <summary>What the moderators' decisions taught the classifiers: looked at, taken away as a file, and forgotten.</summary>
internal static class LearningEndpoints
{
    public static void MapLearning(this RouteGroupBuilder review)
    {
        review.MapGet("/learning", GetAsync).RequireKey(KeyRole.Viewer)
            .WithName("GetLearning").WithSummary("How far the classifiers have learnt from this site's decisions")
            .Produces<LearningView>();
        review.MapGet("/learning/weights", ExportAsync).RequireKey(KeyRole.Admin)
            .WithName("ExportLearning").WithSummary("The learnt numbers: 2^15 pairs (spam, abuse) of 16-bit floats, little-endian, then 2^16 marks of 16 bits of what was refused or welcomed; empty before the first lesson. They hold no text")
            .Produces<byte[]>(contentType: "application/octet-stream");
        review.MapDelete("/learning", ResetAsync).RequireKey(KeyRole.Admin)
            .WithName("ResetLearning").WithSummary("Forgets what was learnt; decisions from now on teach anew")
            .Produces<LearningView>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> GetAsync(Database database, CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        return TypedResults.Ok(ViewOf(await db.Learning.SingleOrDefaultAsync(cancellation)));
    }

    private static async Task<IResult> ExportAsync(Database database, HttpResponse response, CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        var stored = await db.Learning.SingleOrDefaultAsync(cancellation);
        response.Headers.ETag = IfMatch.Tag(stored?.Version ?? 0);
        return TypedResults.Bytes(stored?.Weights ?? [], "application/octet-stream", "learned-weights.bin");
    }

    private static async Task<IResult> ResetAsync([Description("Why, at most 200 characters")] string? reason, HttpContext http, Database database, TimeProvider time)
    {
        var errors = new Dictionary<string, string[]>();
        var why = Reason.Read(reason, errors);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var actor = Actor.Of(http.User);
        return TypedResults.Ok(await database.WriteAsync(db => ForgetAsync(db, actor, time.GetUtcNow().UtcDateTime, why), http.RequestAborted));
    }

    // What was decided before the reset must not be learnt after it: so it goes on from the log's head.
    private static async Task<LearningView> ForgetAsync(CommentDb db, Actor actor, DateTime at, string? reason)
    {
        var before = await db.Learning.AsNoTracking().SingleOrDefaultAsync();
        var head = await db.Changes.MaxAsync(c => c.Position) ?? 0;
        var next = new Storage.Learning { Version = (before?.Version ?? 0) + 1, Position = head, Weights = [], Decisions = 0, At = at };
        if (before is null)
        {
            await db.InsertNewAsync([next]);
        }
        else
        {
            await db.Learning.ExecuteUpdateAsync(s => s
                .SetProperty(l => l.Version, next.Version)
                .SetProperty(l => l.Position, head)
                .SetProperty(l => l.Weights, next.Weights)
                .SetProperty(l => l.Decisions, 0)
                .SetProperty(l => l.At, at));
        }

        await AuditLog.RecordAsync(db, at, actor, "learning.reset", "learning", before is null ? null : new { version = before.Version, decisions = before.Decisions }, new { version = next.Version }, reason);
        return ViewOf(next);
    }

    private static LearningView ViewOf(Storage.Learning? stored) =>
        new(stored?.Version ?? 0, ClassifierModel.BuiltIn.Version, stored?.Decisions ?? 0, stored?.Position ?? 0, stored?.At);
}
