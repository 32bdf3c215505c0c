using CommentService.Compliance.Running;
using CommentService.Messaging;
using CommentService.Tests.Architecture;
using RabbitMQ.Client;

namespace CommentService.Compliance.Queue;

/// <summary>A broker that was set up with the files in <c>deploy/rabbitmq</c>.</summary>
public sealed class DefinitionsTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "rabbitmq");

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Service_works_on_it_and_its_queue_has_a_length_limit_that_refuses()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "rabbitmq.conf")).Where(line => !line.StartsWith("load_definitions", StringComparison.Ordinal));
        var definitions = (await File.ReadAllTextAsync(Path.Combine(Folder, "definitions.json"), Test.Cancellation)).Replace("4294967296", "1000", StringComparison.Ordinal);
        await using var broker = await BrokerProcess.StartAsync(configuration: string.Join('\n', lines), definitions: definitions);
        await using (var service = await StartAsync(broker))
        {
            await service.PostSettledAsync("article", "Ann Reader", "A fair point.");
            Assert.Equal("ready", (await service.GetAsync("/health/ready")).Member("status"));
        }

        await using var connection = await broker.ConnectAsync(broker.AddressOf("comments"));
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Test.Cancellation);
        await Assert.ThrowsAnyAsync<RabbitMQ.Client.Exceptions.PublishException>(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await channel.BasicPublishAsync("", MessagingSetup.Queue, mandatory: true, new byte[500], Test.Cancellation);
            }
        });
    }

    private Task<TestService> StartAsync(BrokerProcess broker) => TestService.StartAsync(
        new Dictionary<string, string?> { ["ConnectionStrings:RabbitMq"] = broker.AddressOf("comments") }, policy: SharedService.Policy, directory: directory);
}
