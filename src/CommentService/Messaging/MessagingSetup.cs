using System.Text.Json;
using CommentService.Contracts;
using CommentService.Hosting;
using CommentService.Messaging.RabbitMq;
using MassTransit;
using Microsoft.Extensions.Options;

namespace CommentService.Messaging;

/// <summary>The spool, the bus and what lies between them.</summary>
internal static class MessagingSetup
{
    public const string Queue = "moderate-submissions";

    /// <summary>
    /// Groups from the spool that are moderated at once: one is stored in a transaction, which writes the index pages that
    /// its comments share once, while the next one's texts are read.
    /// </summary>
    public const int GroupsAtOnce = 2;

    /// <typeparam name="TEmbedded">Who moderates what the hand-over puts on the in-memory bus.</typeparam>
    /// <typeparam name="TBroker">Who moderates what comes from RabbitMQ.</typeparam>
    public static void AddMessaging<TEmbedded, TBroker>(this WebApplicationBuilder builder)
        where TEmbedded : class, IConsumer<ModerateSubmissions>
        where TBroker : class, IConsumer<ModerateSubmissions>
    {
        builder.Services.AddSettings<SpoolOptions>(builder.Configuration);
        builder.Services.AddSingleton<IValidateOptions<SpoolOptions>, DurableSpoolCheck>();
        builder.Services.AddSingleton<Crowd>();
        builder.Services.AddSingleton(services => new Spool(
            services.GetRequiredService<DataDirectory>().PathOf("spool.db"),
            services.GetRequiredService<IOptions<SpoolOptions>>().Value.MaxMegabytes * 1024L * 1024,
            services.GetRequiredService<Crowd>()));
        builder.Services.AddHealthChecks().AddCheck<SpoolHealth>("spool");
        if (builder.Configuration.GetConnectionString(BrokerAddress.Setting) is { } broker)
        {
            var hosting = new HostingOptions();
            SettingsBinding.Bind(builder.Configuration, HostingOptions.Section, hosting);
            builder.AddBroker<TBroker>(BrokerAddress.Parse(broker) ?? throw new StartRefusedException(BrokerAddress.Wrong), consumes: hosting.Runs(Roles.Worker));
        }
        else
        {
            builder.AddEmbedded<TEmbedded>();
        }
    }

    private static void AddEmbedded<TConsumer>(this WebApplicationBuilder builder)
        where TConsumer : class, IConsumer<ModerateSubmissions>
    {
        builder.Services.AddSingleton<ISubmissionQueue>(services => services.GetRequiredService<Spool>());
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
                    endpoint.ConcurrentMessageLimit = GroupsAtOnce;
                    endpoint.ConfigureConsumer<TConsumer>(context);
                });
            });
        });
        // Registered after the bus: started after it, stopped before it.
        builder.Services.AddSingleton<Handover>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Handover>());
    }
}
