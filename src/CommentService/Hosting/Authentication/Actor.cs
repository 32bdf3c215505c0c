using System.Security.Claims;
using CommentService.Storage;

namespace CommentService.Hosting.Authentication;

/// <summary>The key that asks, as a change records it: the name is what it was called at that time.</summary>
internal sealed record Actor(Guid Id, string Name)
{
    /// <summary>Holds the event types of a key that is limited to some.</summary>
    public const string EventTypesClaim = "event-types";

    /// <summary>The caller of an endpoint that requires a key.</summary>
    public static Actor Of(ClaimsPrincipal user) =>
        new(Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!), user.FindFirstValue(ClaimTypes.Name)!);

    /// <summary>The event types that the caller's key was made for.</summary>
    public static IReadOnlyList<string> EventTypesOf(ClaimsPrincipal user) => EventTypes.Split(user.FindFirstValue(EventTypesClaim));
}
