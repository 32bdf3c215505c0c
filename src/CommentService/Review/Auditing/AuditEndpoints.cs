using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Auditing;

/// <summary>One recorded change; the actor is the name of the key that made it, at that time.</summary>
internal sealed record AuditView(
    DateTime At,
    string Actor,
    [property: Description("article.changed, ban.added, ban.changed, ban.lifted, key.made, key.revoked, policy.saved, policy.restored, sweep.applied, sweep.undone, dead-letter.retried, dead-letter.discarded, webhook.made, webhook.changed, webhook.secret-changed, webhook.replayed or webhook.removed")] string Action,
    [property: Description("The id of what was changed")] string Subject,
    [property: Description("What it was; null for what was not there")] JsonElement? From,
    [property: Description("What it became; null for what is gone")] JsonElement? To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

/// <summary>Reads the record of all changes but those of comments, which have their own history.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder review) =>
        review.MapGet("/audit", ListAsync).RequireKey(KeyRole.Admin)
            .WithName("ListAudit").WithSummary("Who changed articles, bans, keys, webhooks, policies and dead letters, newest first; a comment's changes are its history")
            .Produces<Page<AuditView>>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> ListAsync(
        [Description("Only the changes of what has this id")] string? subject, [AsParameters] ListQuery asked, Database database, CancellationToken cancellation)
    {
        var query = "audit " + subject;
        if (asked.ReadNumber(query, out var most, out var before) is { } problem)
        {
            return problem;
        }

        await using var db = database.OpenRead();
        var entries = string.IsNullOrEmpty(subject) ? db.Audit : db.Audit.Where(a => a.Subject == subject);
        var found = await entries.Where(a => a.Sequence < (before ?? long.MaxValue)).OrderByDescending(a => a.Sequence).Take(most + 1).ToListAsync(cancellation);
        return TypedResults.Ok(Page.Of(found, most, ViewOf, entry => Cursor.Write(entry.Sequence, query)));
    }

    private static AuditView ViewOf(AuditEntry entry) =>
        new(entry.At, entry.Actor, entry.Action, entry.Subject, Json(entry.From), Json(entry.To), entry.Reason);

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}
