using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Webhooks;

/// <summary>A webhook as its owner sees it; without its secret.</summary>
internal sealed record WebhookView
{
    public required Guid Id { get; init; }
    public required string Url { get; init; }
    public required IReadOnlyList<string> Types { get; init; }

    [Description("Ids of the articles whose events it is sent; null is all")]
    public IReadOnlyList<string>? Articles { get; init; }

    [JsonConverter(typeof(LowerCase<WebhookState>))]
    [Description("active; paused by its owner; failing: an event was not taken for three days, and nothing is sent until its owner replays or sets it active; unsubscribed: it answered 410")]
    public required WebhookState State { get; init; }

    [Description("Every event up to here was taken, is not wanted, or waits to be sent again")]
    public required string Position { get; init; }

    [Description("Events that were not taken and are sent again, with those of the same comments behind them")]
    public required int Waiting { get; init; }

    [Description("The position of the first of them")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FirstWaiting { get; init; }
    public required DateTime CreatedAt { get; init; }

    [Description("Since when it is failing or unsubscribed")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? StoppedAt { get; init; }

    [Description("Until when messages are signed with the secret before as well")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? OldSecretUntil { get; init; }

    [Description("whsec_ and base64; shown this once, when it is made")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    /// <summary>Webhooks with what waits for each.</summary>
    public static async Task<List<WebhookView>> OfAsync(CommentDb db, IReadOnlyList<Webhook> hooks, CancellationToken cancellation)
    {
        var ids = hooks.Select(h => h.Id).ToArray();
        var waiting = (await db.WebhookRetries.Where(r => ids.Contains(r.WebhookId))
            .GroupBy(r => new { r.WebhookId, r.Generation }).Select(g => new { g.Key, Count = g.Count(), First = g.Min(r => r.Position) }).ToListAsync(cancellation))
            .ToDictionary(g => (g.Key.WebhookId, g.Key.Generation), g => (g.Count, g.First));
        return [.. hooks.Select(h => Of(h, waiting.GetValueOrDefault((h.Id, h.Generation))))];
    }

    private static WebhookView Of(Webhook hook, (int Count, long First) waiting) => new()
    {
        Id = hook.Id,
        Url = hook.Url,
        Types = EventTypes.Split(hook.EventTypes),
        Articles = hook.Articles?.Split(' '),
        State = hook.State,
        Position = hook.Position.ToString(CultureInfo.InvariantCulture),
        Waiting = waiting.Count,
        FirstWaiting = waiting.Count == 0 ? null : waiting.First.ToString(CultureInfo.InvariantCulture),
        CreatedAt = hook.CreatedAt,
        StoppedAt = hook.StoppedAt,
        OldSecretUntil = hook.OldSecret is null ? null : hook.OldSecretUntil,
    };
}

/// <summary>One message that was sent, and what came of it.</summary>
internal sealed record DeliveryView(
    [property: Description("The event's id, which is the message's webhook-id")] Guid EventId,
    string Type,
    [property: Description("The event's position; 0 for a test")] string Position,
    [property: Description("1 for the first time that it was sent")] int Attempt,
    DateTime At,
    int Milliseconds,
    [property: Description("The HTTP status; null where there was no answer")] int? Status,
    [property: Description("Why there was none: timeout, no-connection, name-not-resolved, address-not-allowed, tls or broken-answer"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error)
{
    public static DeliveryView Of(WebhookAttempt attempt) => new(
        attempt.EventId, attempt.EventType, attempt.Position.ToString(CultureInfo.InvariantCulture), attempt.Number, attempt.At, attempt.Milliseconds, attempt.Status, attempt.Error);
}
