using System.Text.Json;
using CommentService.Contracts;
using CommentService.Hosting;
using MassTransit;
using Microsoft.Extensions.Options;

namespace CommentService.Messaging;

/// <summary>The spool, the bus and what lies between them.</summary>
internal static class MessagingSetup
{
    public const string Queue = "moderate-submissions";

    /// <typeparam name="TConsumer">Who moderates what comes through the queue.</typeparam>
    public static void AddMessaging<TConsumer>(this WebApplicationBuilder builder)
        where TConsumer : class, IConsumer<ModerateSubmissions>
    {
        builder.Services.AddSettings<SpoolOptions>(builder.Configuration);
        builder.Services.AddSingleton<IValidateOptions<SpoolOptions>, DurableSpoolCheck>();
        builder.Services.AddSingleton(services => new Spool(
            services.GetRequiredService<DataDirectory>().PathOf("spool.db"),
            services.GetRequiredService<IOptions<SpoolOptions>>().Value.MaxMegabytes * 1024L * 1024));
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<TConsumer>();
            bus.UsingInMemory((context, transport) =>
            {
                // Indented is its default; no person reads these.
                transport.ConfigureJsonSerializerOptions(json => new JsonSerializerOptions(json) { WriteIndented = false });
                transport.ReceiveEndpoint(Queue, endpoint =>
                {
                    // One group's texts are read while the one before it is stored.
                    endpoint.ConcurrentMessageLimit = 2;
                    endpoint.ConfigureConsumer<TConsumer>(context);
                });
            });
        });
        // Registered after the bus: started after it, stopped before it.
        builder.Services.AddSingleton<Handover>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Handover>());
        builder.Services.AddHealthChecks().AddCheck<SpoolHealth>("spool");
    }
}
