using System.Globalization;
using System.Security.Claims;
using System.Text;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Storage;

namespace CommentService.Events;

/// <summary>A page of the event log; <c>next</c> is the position to go on from, and the same as <c>after</c> once there is no more.</summary>
internal sealed record FeedPage(IReadOnlyList<CloudEvent> Items, string Next);

/// <summary><c>GET /api/v1/events</c>: the event log by position, as pages or as a stream.</summary>
internal static class Feed
{
    /// <summary>
    /// Positions that one page looks at, however few of them are asked for: its cost is bound, and one that ends early
    /// says where to go on.
    /// </summary>
    public const int MostLookedAt = 5_000;

    public static async Task<IResult> GetAsync([AsParameters] FeedQuery query, ClaimsPrincipal user, HttpContext http, EventLog log, EventStream stream, CancellationToken cancellation)
    {
        var isStream = EventStream.IsAskedFor(http.Request);
        if (query.TryReadAfter(isStream, out var after) is { } badPosition)
        {
            return badPosition;
        }

        if (!PageLimit.TryRead(query.Limit, out var most))
        {
            return Problem.Invalid("limit", PageLimit.Message);
        }

        if (query.TryReadFilter(user, out var filter) is { } badFilter)
        {
            return badFilter;
        }

        if (query.TryReadSnapshot(filter, out var isSnapshot) is { } badSnapshot)
        {
            return badSnapshot;
        }

        // The head first: what is given a position after this line is past the page, and the next page brings it.
        var bounds = await log.BoundsAsync(cancellation);
        // A snapshot has no beginning: what is approved now is all there, however old. A stream that goes on needs all since then.
        var isWhole = isSnapshot && after is null;
        var begin = isWhole ? 0 : Begin(after, bounds);
        if (isSnapshot && (isWhole || !isStream) ? bounds.IsBeyondHead(begin) : !bounds.Allow(begin))
        {
            return LogPosition.Problem(begin, bounds)!;
        }

        if (isStream)
        {
            await stream.FollowAsync(http, begin, isWhole ? bounds.Head : 0, filter, Actor.Of(user).Id);
            return TypedResults.Empty;
        }

        var page = isSnapshot
            ? await log.ReadSnapshotAsync(begin, bounds.Head, filter, withRemoved: !isWhole && filter.Types.Contains(EventTypes.Removed), most, cancellation)
            : await log.ReadAsync(begin, Math.Min(bounds.Head, begin + MostLookedAt), filter, most, cancellation);
        return TypedResults.Bytes(Written(page), "application/json; charset=utf-8");
    }

    /// <summary>Where to begin: where the log does unless said, or with what comes from now on.</summary>
    public static long Begin(long? after, LogBounds bounds) => after is long.MaxValue ? bounds.Head : after ?? bounds.First - 1;

    /// <summary>A <see cref="FeedPage"/> out of events that are written already.</summary>
    private static byte[] Written(LogPage page)
    {
        using var body = new MemoryStream();
        body.Write("{\"items\":["u8);
        for (var i = 0; i < page.Events.Count; i++)
        {
            body.Write(i == 0 ? ""u8 : ","u8);
            body.Write(page.Events[i].Json.Span);
        }

        body.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"],\"next\":\"{page.End}\"}}")));
        return body.ToArray();
    }
}
