using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Hosting;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommentService.Intake;

/// <summary>What became of a submission; says nothing of why.</summary>
internal sealed record Receipt(Guid Id, string Status, string? ArticleId, DateTime? SubmittedAt, DateTime? DecidedAt);

/// <summary>Receipts: as JSON for a page's script, as a page for a reader without one.</summary>
internal sealed class Receipts(Database database, Ids ids, IOptions<IntakeOptions> options)
{
    private const string Held = "held";

    /// <summary><c>GET /api/v1/submissions/{id}</c>.</summary>
    public async Task<IResult> GetAsync(string id, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await FindAsync(id, http.RequestAborted) is { } receipt
            ? TypedResults.Json(receipt, IntakeJson.Default.Receipt)
            : Problem.Of(StatusCodes.Status404NotFound, "unknown-submission", "There is no such submission", "This service gave no submission this id.");
    }

    /// <summary><c>GET /submissions/{id}</c>: the built-in receipt page.</summary>
    public async Task<IResult> GetPageAsync(string id, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var receipt = await FindAsync(id, http.RequestAborted);
        return Page.Answer(http, ReceiptPage.Render(receipt, await ArticleUrlAsync(receipt?.ArticleId, http.RequestAborted)), receipt is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }

    /// <summary>The receipt that an id opens, or null where this service gave no such id.</summary>
    public async Task<Receipt?> FindAsync(string text, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(text, "D", out var id) || !ids.IsOurs(id))
        {
            return null;
        }

        var queued = new Receipt(id, "queued", null, Ids.TimeOf(id), null);
        try
        {
            await using var db = database.OpenRead();
            // What is not there by its own id may be a comment that an earlier submission of the same request became.
            var comment = await OutcomeAsync(db.Comments.Where(c => c.Id == id), cancellation)
                ?? await OutcomeAsync(db.RepeatedSubmissions.Where(r => r.Id == id).Join(db.Comments, r => r.CommentId, c => c.Id, (_, c) => c), cancellation);
            if (comment is null)
            {
                return queued;
            }

            var status = Word(comment.Status);
            // Nothing of a decision that is shown as none.
            return queued with { Status = status, ArticleId = comment.ArticleId, DecidedAt = status == Held ? null : comment.DecidedAt };
        }
        catch (DbException)
        {
            // The id says that it was taken; what became of it is not known while the database is away.
            return queued;
        }
    }

    private static Task<Outcome?> OutcomeAsync(IQueryable<Comment> one, CancellationToken cancellation) =>
        one.Select(c => new Outcome(c.ArticleId, c.Status, c.DecidedAt)).SingleOrDefaultAsync(cancellation);

    private async Task<string?> ArticleUrlAsync(string? article, CancellationToken cancellation)
    {
        if (article is null)
        {
            return null;
        }

        try
        {
            await using var db = database.OpenRead();
            return await db.Articles.Where(a => a.Id == article).Select(a => a.Url).SingleOrDefaultAsync(cancellation);
        }
        catch (DbException)
        {
            return null;
        }
    }

    private string Word(CommentStatus status) =>
        status == CommentStatus.Rejected && !options.Value.Receipts.ShowRejected ? Held : status.Word();

    private sealed record Outcome(string ArticleId, CommentStatus Status, DateTime? DecidedAt);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Receipt))]
internal sealed partial class IntakeJson : JsonSerializerContext;
