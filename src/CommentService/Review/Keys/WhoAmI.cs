using System.ComponentModel;
using System.Text.Json.Serialization;
using CommentService.Hosting.Authentication;
using CommentService.Storage;

namespace CommentService.Review.Keys;

/// <summary>The key that asks.</summary>
internal sealed record WhoAmIAnswer(
    Guid Id,
    string Name,
    [property: JsonConverter(typeof(LowerCase<KeyRole>))] KeyRole Role,
    [property: Description("The event types that it may follow")] IReadOnlyList<string> EventTypes);

/// <summary>Tells a page whose key it was given and what it may do.</summary>
internal static class WhoAmI
{
    public static void MapWhoAmI(this RouteGroupBuilder review) =>
        review.MapGet("/me", (HttpContext http) => TypedResults.Ok(Of(http))).RequireKey(KeyRole.Subscriber)
            .WithName("GetMe").WithSummary("The key that asks: its name and its role");

    private static WhoAmIAnswer Of(HttpContext http)
    {
        var actor = Actor.Of(http.User);
        return new(actor.Id, actor.Name, Enum.GetValues<KeyRole>().Last(role => http.User.IsInRole(ApiKeyAuthorization.PolicyOf(role))), Actor.EventTypesOf(http.User));
    }
}
