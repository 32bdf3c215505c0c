using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Storage;

namespace CommentService.Events;

/// <summary>The event log: positions, and the feed that follows them.</summary>
internal static class EventsSetup
{
    public static void AddEvents(this WebApplicationBuilder builder) => builder.Services.AddHostedService<Positions>();

    public static void MapEvents(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/events", Feed.GetAsync)
            .RequireKey(KeyRole.Subscriber)
            .WithTags("Events")
            .WithName("FollowEvents")
            .WithSummary("A page of the event log after a position, as CloudEvents")
            .Produces<FeedPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FeedPage))]
internal sealed partial class EventsJson : JsonSerializerContext;
