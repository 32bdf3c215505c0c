using System.Security.Claims;

namespace CommentService.Hosting.Authentication;

/// <summary>The key that asks, as a change records it: the name is what it was called at that time.</summary>
internal sealed record Actor(Guid Id, string Name)
{
    /// <summary>The caller of an endpoint that requires a key.</summary>
    public static Actor Of(ClaimsPrincipal user) =>
        new(Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!), user.FindFirstValue(ClaimTypes.Name)!);
}
