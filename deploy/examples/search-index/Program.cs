// A search index over the comments that readers see, kept up by CommentService's events on RabbitMQ.
//   dotnet run -- --urls http://localhost:5090 --broker amqp://localhost --index index.db [--service http://localhost:5080 --key KEY]
//   curl 'localhost:5090/search?q=vote'
using CommentService.Contracts;
using MassTransit;
using SearchIndex;

var builder = WebApplication.CreateBuilder(args);
var (services, settings) = (builder.Services, builder.Configuration);
services.AddSingleton(_ => new CommentIndex(settings["index"] ?? "index.db"));
services.AddMassTransit(bus =>
{
    bus.DisableUsageTelemetry();
    bus.AddConsumer<IndexComment>();
    bus.UsingRabbitMq((context, rabbit) =>
    {
        rabbit.Host(new Uri(settings["broker"] ?? "amqp://localhost"));
        rabbit.ReceiveEndpoint("search-index", endpoint =>
        {
            // Durable, and on several nodes where there are: what comes while this service is away waits.
            endpoint.SetQuorumQueue();
            endpoint.ConfigureConsumeTopology = false;
            endpoint.UseRawJsonDeserializer(RawSerializerOptions.AddTransportHeaders | RawSerializerOptions.CopyHeaders, isDefault: true);
            foreach (var key in IndexComment.RoutingKeys)
            {
                endpoint.Bind("comment-events", binding =>
                {
                    binding.ExchangeType = "topic";
                    binding.RoutingKey = key;
                });
            }

            endpoint.UseMessageRetry(retry => retry.Interval(10, TimeSpan.FromSeconds(1)));
            endpoint.ConfigureConsumer<IndexComment>(context);
        });
    });
});
// The queue is bound before the snapshot is read, so that nothing falls between the two.
services.Configure<MassTransitHostOptions>(host => host.WaitUntilStarted = true);

await using var app = builder.Build();
app.MapGet("/search", (string q, CommentIndex index) => index.Search(q));
await app.StartAsync();
if (settings["service"] is { } service)
{
    await Snapshot.ReadAsync(new Uri(service), settings["key"] ?? "", app.Services.GetRequiredService<CommentIndex>());
}

Console.WriteLine("ready");
await app.WaitForShutdownAsync();
