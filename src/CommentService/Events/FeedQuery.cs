using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Storage;
using Microsoft.AspNetCore.Mvc;

namespace CommentService.Events;

/// <summary>What a follower asks for, as it was sent.</summary>
internal sealed record FeedQuery
{
    private const int MostArticles = 100;
    private const string Latest = "latest";

    [FromQuery(Name = "after"), Description("The position before the first event; the log's beginning unless said. latest: only what comes from now on")]
    public string? After { get; init; }

    [FromQuery(Name = "type"), Description("An event type; may be given again for more. All that the key may follow unless said")]
    public string[]? Types { get; init; }

    [FromQuery(Name = "article"), Description("An article's id; may be given again for more")]
    public string[]? Articles { get; init; }

    [FromQuery(Name = "limit"), Description("Events on a page; not for a stream")]
    public string? Limit { get; init; }

    [FromHeader(Name = "Last-Event-ID"), Description("The position that a stream goes on after; wins over after")]
    public string? LastEventId { get; init; }

    [FromQuery(Name = "snapshot"), Description("true: begins with the comments that are approved now, each by its last event, then goes on with all events; a page that goes on also tells of what was removed since")]
    public string? Snapshot { get; init; }

    /// <summary>Which events; a problem where the key may not have them or there is no such type.</summary>
    public IResult? TryReadFilter(ClaimsPrincipal user, out EventFilter filter)
    {
        var allowed = Actor.EventTypesOf(user);
        filter = new(allowed);
        if (Types?.FirstOrDefault(type => !EventTypes.All.Contains(type)) is not null)
        {
            return Problem.Invalid("type", $"There is no such type; there are {string.Join(", ", EventTypes.All)}.");
        }

        if (Types?.Any(type => !allowed.Contains(type)) == true)
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "forbidden", "The key has too little right", $"This key follows {string.Join(", ", allowed)} only.");
        }

        if (Articles is { Length: > MostArticles })
        {
            return Problem.Invalid("article", $"Give at most {MostArticles} articles.");
        }

        filter = new(Types is { Length: > 0 } ? Types : allowed, Articles is { Length: > 0 } ? Articles : null);
        return null;
    }

    /// <summary>Whether to begin with what is approved now.</summary>
    public IResult? TryReadSnapshot(EventFilter filter, out bool isSnapshot)
    {
        isSnapshot = Snapshot is "true" or "1";
        return Snapshot is not (null or "true" or "1" or "false" or "0") ? Problem.Invalid("snapshot", "Give true or false.")
            : isSnapshot && !filter.Types.Contains(EventTypes.Approved) ? Problem.Invalid("snapshot", $"A snapshot is of {EventTypes.Approved} events: ask for that type.")
            : null;
    }

    /// <summary>Where to begin; null is the log's beginning, the highest number its end.</summary>
    public IResult? TryReadAfter(bool isStream, out long? after)
    {
        after = null;
        var (name, text) = isStream && LastEventId is { Length: > 0 } ? ("Last-Event-ID", LastEventId) : ("after", After);
        if (text is null)
        {
            return null;
        }

        if (text == Latest)
        {
            after = long.MaxValue;
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) || position == long.MaxValue)
        {
            return Problem.Invalid(name, "This is not a position: give the next of an earlier answer, or 0.");
        }

        after = position;
        return null;
    }
}
