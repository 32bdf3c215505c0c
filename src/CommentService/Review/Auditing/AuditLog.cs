using System.Text.Json;
using CommentService.Hosting.Authentication;
using CommentService.Storage;

namespace CommentService.Review.Auditing;

/// <summary>Records who changed what, in the transaction of the change. What becomes of a comment is recorded in its history instead.</summary>
internal static class AuditLog
{
    /// <param name="db">The context of the running transaction.</param>
    /// <param name="at">When.</param>
    /// <param name="actor">Who.</param>
    /// <param name="action">Such as <c>article.changed</c>.</param>
    /// <param name="subject">The id of what was changed.</param>
    /// <param name="from">What it was; null for what was not there. Never a person's name or text.</param>
    /// <param name="to">What it became; null for what is gone. Never a person's name or text.</param>
    /// <param name="reason">Why, if somebody said.</param>
    public static async Task RecordAsync(CommentDb db, DateTime at, Actor actor, string action, string subject, object? from, object? to, string? reason)
    {
        db.Audit.Add(new AuditEntry
        {
            At = at,
            ActorId = actor.Id,
            Actor = actor.Name,
            Action = action,
            Subject = subject,
            From = Json(from),
            To = Json(to),
            Reason = reason,
        });
        await db.SaveChangesAsync();
    }

    private static string? Json(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), JsonSerializerOptions.Web);
}
