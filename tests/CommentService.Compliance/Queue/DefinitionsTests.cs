using CommentService.Compliance.Running;
using CommentService.Compliance.Servers;
using CommentService.Messaging;
using CommentService.Tests.Architecture;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CommentService.Compliance.Queue;

/// <summary>A broker that was set up with the files in <c>deploy/rabbitmq</c>, but for a limit that is reached at once.</summary>
public sealed class DefinitionsTests : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "rabbitmq");

    private string database = "";
    private BrokerProcess broker = null!;

    public async ValueTask InitializeAsync()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "rabbitmq.conf")).Where(line => !line.StartsWith("load_definitions", StringComparison.Ordinal));
        var definitions = await File.ReadAllTextAsync(Path.Combine(Folder, "definitions.json"), Test.Cancellation);
        Assert.Contains("4294967296", definitions, StringComparison.Ordinal);
        broker = await BrokerProcess.StartAsync(configuration: string.Join('\n', lines), definitions: definitions.Replace("4294967296", "1000", StringComparison.Ordinal));
        database = await TestServers.NewDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await broker.DisposeAsync();
        await TestServers.DropAsync(database);
    }

    [Fact]
    public async Task Service_works_on_it_and_what_a_full_queue_refuses_waits_in_the_spool_until_there_is_room()
    {
        await using var intake = await StartAsync("intake");
        await using (await StartAsync("worker"))
        {
            var settled = await intake.PostAsync("article", "Ann Reader", "A fair point.");
            Assert.Equal("approved", await intake.SettledAsync(settled.Id));
        }

        await using var connection = await broker.ConnectAsync(broker.AddressOf("comments"));
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Test.Cancellation);
        await Assert.ThrowsAnyAsync<PublishException>(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await channel.BasicPublishAsync("", MessagingSetup.Queue, mandatory: true, new byte[500], Test.Cancellation);
            }
        });

        var refused = await intake.PostAsync("article", "Bo Reader", "Another fair point.");
        Assert.Equal(202, refused.Status);
        Assert.Equal(1, intake.Services.GetRequiredService<Spool>().Waiting);
        await Eventually.SeesAsync(
            () => intake.GetAsync("/metrics"),
            seen => seen.Text.Split('\n').Any(line => line.StartsWith("comments_broker_publishes_failed_total", StringComparison.Ordinal) && line.Contains("reason=\"refused\"", StringComparison.Ordinal)),
            "A message that was refused");

        await channel.QueuePurgeAsync(MessagingSetup.Queue, Test.Cancellation);
        await using var worker = await StartAsync("worker");
        Assert.Equal("approved", await intake.SettledAsync(refused.Id));
        await Eventually.HoldsAsync(() => intake.Services.GetRequiredService<Spool>().Waiting == 0, "An empty spool");
    }

    private Task<TestService> StartAsync(string role) => TestService.StartAsync(
        new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = database, ["ConnectionStrings:RabbitMq"] = broker.AddressOf("comments"), ["Comments:Roles"] = role },
        policy: SharedService.Policy);
}
