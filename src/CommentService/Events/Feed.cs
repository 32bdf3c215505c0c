using System.Globalization;
using System.Security.Claims;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommentService.Events;

/// <summary>A page of the event log; <c>next</c> is the position to go on from, and the same as <c>after</c> once there is no more.</summary>
internal sealed record FeedPage(IReadOnlyList<CloudEvent> Items, string Next);

/// <summary><c>GET /api/v1/events</c>: the event log by position.</summary>
internal static class Feed
{
    /// <summary>
    /// Positions that one page looks at, however few of them are asked for: its cost is bound, and one that ends early
    /// says where to go on.
    /// </summary>
    public const int MostLookedAt = 5_000;

    public static async Task<IResult> GetAsync(string? after, string? type, string? article, string? limit, ClaimsPrincipal user, Database database, IOptions<HostingOptions> options, CancellationToken cancellation)
    {
        var position = 0L;
        if (after is not null && (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out position)))
        {
            return Problem.Invalid("after", "This is not a position: give the next of an earlier answer, or 0.");
        }

        if (!PageLimit.TryRead(limit, out var most))
        {
            return Problem.Invalid("limit", PageLimit.Message);
        }

        if (type is not null && !EventTypes.All.Contains(type))
        {
            return Problem.Invalid("type", $"There is no such type; there are {string.Join(", ", EventTypes.All)}.");
        }

        var allowed = Actor.EventTypesOf(user);
        if (type is not null && !allowed.Contains(type))
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "forbidden", "The key has too little right", $"This key follows {string.Join(", ", allowed)} only.");
        }

        IReadOnlyList<string> types = type is null ? allowed : [type];
        await using var db = database.OpenRead();
        var changes = db.Changes.Where(c => c.Position > position);
        if (types.Count < EventTypes.All.Count)
        {
            changes = changes.Where(EventType.Condition(types));
        }

        // The head first: what is given a position after this line is past the page, and the next page brings it.
        var head = await db.Changes.Where(c => c.Position != null).MaxAsync(c => c.Position, cancellation) ?? 0;
        if (position > head)
        {
            return Problem.Of(StatusCodes.Status409Conflict, "position-beyond-head", "No event has this position yet", $"The log's head is {head}.");
        }

        var end = Math.Min(head, position + MostLookedAt);
        var rows = await (
            from change in changes
            where change.Position <= end
            join comment in db.Comments on change.CommentId equals comment.Id
            // Put so that no index of the articles answers it: the walk is by position, which needs no sorting.
            where article == null || comment.ArticleId + "" == article
            join known in db.Articles on comment.ArticleId equals known.Id into knownArticles
            from known in knownArticles.DefaultIfEmpty()
            orderby change.Position
            select new { change, comment, known }).Take(most).ToListAsync(cancellation);
        var ids = rows.Select(r => r.comment.Id).Distinct().ToList();
        var rules = (await db.Findings.Where(f => ids.Contains(f.CommentId) && f.Action != FindingAction.None)
            .OrderBy(f => f.Ordinal).Select(f => new { f.CommentId, f.Rule }).ToListAsync(cancellation)).ToLookup(f => f.CommentId, f => f.Rule);
        var source = options.Value.PublicUrl ?? "/comments";
        var items = rows.ConvertAll(r => CloudEvent.Of(r.change, r.comment, r.known, [.. rules[r.comment.Id].Distinct()], source));
        // A full page goes on from its last event; one that is not full from the last position that it looked at.
        var next = rows.Count == most ? rows[^1].change.Position!.Value : end;
        return TypedResults.Json(new FeedPage(items, next.ToString(CultureInfo.InvariantCulture)), EventsJson.Default.FeedPage);
    }
}
