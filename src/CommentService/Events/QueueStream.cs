using System.Security.Claims;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;

namespace CommentService.Events;

/// <summary><c>GET /api/v1/moderation/stream</c>: every change of every comment as it happens, for whoever has the queue open.</summary>
internal static class QueueStream
{
    public static async Task<IResult> GetAsync([AsParameters] FeedQuery query, ClaimsPrincipal user, HttpContext http, EventLog log, EventStream stream, CancellationToken cancellation)
    {
        if (query.TryReadAfter(isStream: true, out var after) is { } badPosition)
        {
            return badPosition;
        }

        // A page that shows the queue has read it: what came before is in it. Whoever sees the queue sees all types.
        var bounds = await log.BoundsAsync(cancellation);
        var begin = Feed.Begin(after ?? long.MaxValue, bounds);
        if (LogPosition.Problem(begin, bounds) is { } outside)
        {
            return outside;
        }

        var filter = EventFilter.Everything with { Articles = query.Articles is { Length: > 0 } ? query.Articles : null };
        await stream.FollowAsync(http, begin, snapshotUntil: 0, filter, Actor.Of(user).Id);
        return TypedResults.Empty;
    }
}
