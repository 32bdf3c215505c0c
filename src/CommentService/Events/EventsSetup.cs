using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Events.RabbitMq;
using CommentService.Events.Webhooks;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Messaging.RabbitMq;
using CommentService.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommentService.Events;

/// <summary>The event log: positions, and the ways to follow it.</summary>
internal static class EventsSetup
{
    public static void AddEvents(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EventLog>();
        builder.Services.AddSingleton<Tail>();
        builder.Services.AddSingleton<EventStream>();
        builder.Services.AddSettings<EventsOptions>(builder.Configuration);
        if (builder.Runs(Roles.Events) || builder.Runs(Roles.Review))
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<Tail>());
        }

        if (builder.Runs(Roles.Events))
        {
            builder.Services.AddSingleton<Positions>();
            builder.Services.AddHostedService(services => services.GetRequiredService<Positions>());
            builder.Services.AddHostedService<Deliveries>();
            builder.Services.AddHostedService<Retention>();
            builder.Services.AddHealthChecks()
                .AddCheck<PositionsHealth>("positions")
                // A database that is away has a check of its own, and says whether that makes the process unready.
                .AddCheck<WebhooksHealth>("webhooks", HealthStatus.Degraded, tags: null, TimeSpan.FromSeconds(5));
            builder.AddRelay();
        }
    }

    /// <summary>Where there is a broker, events are published to it.</summary>
    private static void AddRelay(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetConnectionString(BrokerAddress.Setting) is not null)
        {
            builder.Services.AddSingleton<EventRelay>();
            builder.Services.AddHostedService(services => services.GetRequiredService<EventRelay>());
            builder.Services.AddHealthChecks().AddCheck<RelayHealth>("relay");
        }
    }

    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        app.MapAsyncApi();
        app.MapGet("/api/v1/events", Feed.GetAsync)
            .RequireKey(KeyRole.Subscriber)
            .WithTags("Events")
            .WithName("FollowEvents")
            .WithSummary("A page of the event log after a position, as CloudEvents; with Accept: text/event-stream all that follows, live")
            .Produces<FeedPage>(StatusCodes.Status200OK, "application/json", EventStream.ContentType)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone);
    }

    /// <summary>Moderators' own stream: where the queue is, whether this process gives positions or not.</summary>
    public static void MapQueueStream(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/moderation/stream", QueueStream.GetAsync)
            .RequireKey(KeyRole.Viewer)
            .WithTags("Moderation")
            .WithName("FollowQueue")
            .WithSummary("Changes of the queue as they happen: Server-Sent Events, each with a CloudEvent")
            .Produces<CloudEvent>(StatusCodes.Status200OK, EventStream.ContentType)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FeedPage))]
internal sealed partial class EventsJson : JsonSerializerContext;
