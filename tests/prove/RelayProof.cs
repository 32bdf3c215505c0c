using System.Diagnostics;
using System.Globalization;
using CommentService.Compliance.Running;
using CommentService.Compliance.Servers;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;
using Npgsql;
using RabbitMQ.Client;

namespace CommentService.Prove;

/// <summary>
/// How fast events of a log in PostgreSQL reach RabbitMQ, beside what the broker's own client does with the same messages:
/// the same exchange, queue, headers and bodies, as many on their way at once, nothing but publish and confirm.
/// </summary>
internal static class RelayProof
{
    private const double TargetShare = 0.5;
    private const string Exchange = "comment-events";
    private const string Queue = "subscriber";

    private const int Window = 512;

    public static async Task<Proof> RunAsync(PostgresServer server, int events)
    {
        using var data = new TemporaryDirectory();
        await using var broker = await BrokerProcess.StartAsync();
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, null));
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(Queue, Exchange, "#");
        var start = new ServiceStart { Settings = new Dictionary<string, string> { ["ConnectionStrings:RabbitMq"] = broker.Address } };
        await using (var first = await ServiceProcess.StartAsync(data, start))
        {
            // An event as the service publishes it, to be published bare.
            await FillAsync(data, 1);
            await Condition.HoldsAsync(async () => await MarkAsync(data) == 1, TimeSpan.FromSeconds(30));
            await first.StopAsync();
        }

        var sample = await channel.BasicGetAsync(Queue, autoAck: true) ?? throw new InvalidOperationException("No event reached the broker.");
        await PublishAsync(channel, sample, events / 4);
        var before = await PublishAsync(channel, sample, events);
        await channel.QueuePurgeAsync(Queue);
        var relayed = await RelayAsync(data, start, events);
        var count = await channel.QueuePurgeAsync(Queue);
        var after = await PublishAsync(channel, sample, events);
        var share = relayed / ((before + after) / 2);
        return new Proof(
            string.Create(CultureInfo.InvariantCulture, $"{events} events of {sample.Body.Length} bytes; relayed {relayed:F0}/s, positions included; bare publish and confirm {before:F0}/s before and {after:F0}/s after: {share:P0}"),
            [
                .. share >= TargetShare ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"{share:P0} of the bare rate, less than {TargetShare:P0}")],
                .. count == events ? Array.Empty<string>() : [$"{count} messages for {events} events"],
            ]);
    }

    /// <summary>The service is started on a log without positions; the time counts from the first page that it has relayed.</summary>
    private static async Task<double> RelayAsync(TemporaryDirectory data, ServiceStart start, int events)
    {
        await FillAsync(data, events);
        await using var service = ServiceProcess.Launch(data, start);
        long begun;
        while ((begun = await MarkAsync(data)) <= 1)
        {
            await Task.Delay(5);
        }

        var watch = Stopwatch.StartNew();
        await Condition.HoldsAsync(async () => await MarkAsync(data) == events + 1, TimeSpan.FromMinutes(3));
        return (events + 1 - begun) / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> PublishAsync(IChannel channel, BasicGetResult sample, int messages)
    {
        var watch = Stopwatch.StartNew();
        var onTheWay = new List<Task>(Window);
        for (var i = 0; i < messages; i++)
        {
            onTheWay.Add(channel.BasicPublishAsync(Exchange, sample.RoutingKey, mandatory: false, new BasicProperties(sample.BasicProperties), sample.Body).AsTask());
            if (onTheWay.Count == Window)
            {
                // Always half of them are on their way at least.
                await Task.WhenAll(onTheWay[..(Window / 2)]);
                onTheWay.RemoveRange(0, Window / 2);
            }
        }

        await Task.WhenAll(onTheWay);
        return messages / watch.Elapsed.TotalSeconds;
    }

    private static async Task<long> MarkAsync(TemporaryDirectory data)
    {
        await using var connection = new NpgsqlConnection(TestStore.SettingsOf(data)["ConnectionStrings:Postgres"]);
        await connection.OpenAsync();
        await using var read = new NpgsqlCommand("""SELECT "Position" FROM "LogMarks" WHERE "Name" = 'rabbitmq'""", connection);
        return await read.ExecuteScalarAsync() as long? ?? 0;
    }

    private static async Task FillAsync(TemporaryDirectory data, int events)
    {
        await using var connection = new NpgsqlConnection(TestStore.SettingsOf(data)["ConnectionStrings:Postgres"]);
        await connection.OpenAsync();
        await using var fill = new NpgsqlCommand(
            $"""
            CREATE TEMP TABLE numbers AS SELECT i, gen_random_uuid() AS id FROM generate_series(1, {events}) AS i;
            INSERT INTO "Comments" ("Id", "ArticleId", "Depth", "Name", "Text", "Status", "Version", "DecidedByModerator", "AuthorKey", "AuthorIdentity", "RequestKey", "ContentKey", "HoneypotFilled", "PolicyVersion", "ModelVersion")
                SELECT id, 'article-' || (i % 100), 1, 'Reader ' || i, 'The ' || i || 'th point is a fair one, and I would like to hear more of it.', 1, 1, false, i, 0, NULL, 0, false, 1, 0 FROM numbers;
            INSERT INTO "Changes" ("EventId", "CommentId", "Version", "To", "At") SELECT gen_random_uuid(), id, 1, 1, now() FROM numbers;
            DROP TABLE numbers;
            ANALYZE;
            """,
            connection);
        await fill.ExecuteNonQueryAsync();
    }
}
