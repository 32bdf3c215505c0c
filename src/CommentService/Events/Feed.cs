using System.Globalization;
using System.Security.Claims;
using System.Text;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;

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

        // The head first: what is given a position after this line is past the page, and the next page brings it.
        var head = await log.HeadAsync(cancellation);
        if (CheckPosition(after, head, out var position) is { } outside)
        {
            return outside;
        }

        if (isStream)
        {
            await stream.FollowAsync(http, position, filter, Actor.Of(user).Id);
            return TypedResults.Empty;
        }

        var page = await log.ReadAsync(position, Math.Min(head, position + MostLookedAt), filter, most, cancellation);
        return TypedResults.Bytes(Written(page), "application/json; charset=utf-8");
    }

    /// <summary>Where to begin, or what is wrong with that place.</summary>
    public static IResult? CheckPosition(long? after, long head, out long position)
    {
        position = after is long.MaxValue ? head : after ?? 0;
        return position > head ? Problem.Of(StatusCodes.Status409Conflict, "position-beyond-head", "No event has this position yet", $"The log's head is {head}.") : null;
    }

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
