using CommentService.Compliance.Running;
using CommentService.Messaging;
using CommentService.Messaging.RabbitMq;
using CommentService.Storage;
using CommentService.Tests.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CommentService.Compliance.Queue;

/// <summary>What is on the broker, and what becomes of messages that no service of ours sends.</summary>
public sealed class BrokerQueueTests(SharedBroker shared) : IDisposable
{
    private readonly string address = shared.Broker.NewAddress();
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("x-queue-type", "quorum")]
    [InlineData("x-delivery-limit", 20)]
    [InlineData("x-dead-letter-exchange", "moderate-submissions-dead")]
    [InlineData("x-dead-letter-strategy", "at-least-once")]
    [InlineData("x-overflow", "reject-publish")]
    public async Task Queue_is_declared_so_that_it_loses_nothing(string argument, object value)
    {
        await using var service = await StartAsync();
        await service.PostSettledAsync("article", "Ann Reader", "A fair point.");
        var arguments = new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum", ["x-delivery-limit"] = 20, ["x-dead-letter-exchange"] = "moderate-submissions-dead",
            ["x-dead-letter-strategy"] = "at-least-once", ["x-overflow"] = "reject-publish",
        };
        await using var connection = await shared.Broker.ConnectAsync(address);
        await using (var same = await connection.CreateChannelAsync(cancellationToken: Test.Cancellation))
        {
            await same.QueueDeclareAsync(MessagingSetup.Queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: Test.Cancellation);
        }

        Assert.Equal(value, arguments[argument]);
        arguments[argument] = value is int ? 21 : "classic";
        await using var other = await connection.CreateChannelAsync(cancellationToken: Test.Cancellation);
        await Assert.ThrowsAsync<OperationInterruptedException>(() => other.QueueDeclareAsync(MessagingSetup.Queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: Test.Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("""{"messageType":["urn:message:Others:Message"],"message":{"a":1}}""")]
    [InlineData("""{"messageType":["urn:message:CommentService.Contracts:ModerateSubmissions"],"message":{"bodies":7}}""")]
    [InlineData("""{"messageType":["urn:message:CommentService.Contracts:ModerateSubmissions"],"message":{"bodies":null}}""")]
    [InlineData("""{"messageType":["urn:message:CommentService.Contracts:ModerateSubmissions"],"message":{"bodies":[null]}}""")]
    public async Task Message_that_is_none_of_ours_becomes_a_dead_letter_and_holds_up_nothing(string body)
    {
        await using var service = await StartAsync();
        await service.PostSettledAsync("article", "Ann Reader", "First, so that the queue is there.");
        await SendAsync(MessagingSetup.Queue, System.Text.Encoding.UTF8.GetBytes(body));
        await service.PostSettledAsync("article", "Ann Reader", "A fair point.");
        var letter = await Eventually.SeesAsync(() => LettersAsync(service), seen => seen.Count == 1, "A dead letter");
        Assert.Equal(body, System.Text.Encoding.UTF8.GetString(letter[0].Body));
        Assert.Equal("degraded", (await service.GetAsync("/health/ready")).Member("status"));
    }

    [Fact]
    public async Task What_the_broker_gave_up_is_read_into_the_table_and_can_be_sent_back()
    {
        await using var service = await StartAsync();
        await service.PostSettledAsync("article", "Ann Reader", "First, so that the queues are there.");
        var submission = Given.Submission();
        await SendAsync(BrokerTopology.DeadQueue, MessageOf(SubmissionBody.Write(submission)));
        var letter = Assert.Single(await Eventually.SeesAsync(() => LettersAsync(service), seen => seen.Count == 1, "A dead letter"));
        Assert.Equal(204, (await service.ModerationAsync(HttpMethod.Post, $"/dead-letters/{letter.Id}/retry")).Status);
        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        await Eventually.SeesAsync(() => db.Comments.CountAsync(c => c.Id == submission.Id, Test.Cancellation), seen => seen == 1, "Its comment");
    }

    [Fact]
    public async Task Message_that_is_returned_too_often_reaches_the_dead_letters()
    {
        await using (var service = await StartAsync())
        {
            await service.PostSettledAsync("article", "Ann Reader", "First, so that the queues are there.");
        }

        var submission = Given.Submission();
        await SendAsync(MessagingSetup.Queue, MessageOf(SubmissionBody.Write(submission)));
        // As a worker does that is killed over and over while it has it.
        await using (var connection = await shared.Broker.ConnectAsync(address))
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: Test.Cancellation);
            var returned = 0;
            await Eventually.SeesAsync(
                async () =>
                {
                    var got = await channel.BasicGetAsync(MessagingSetup.Queue, autoAck: false, Test.Cancellation);
                    if (got is not null)
                    {
                        await channel.BasicNackAsync(got.DeliveryTag, multiple: false, requeue: true, Test.Cancellation);
                        returned++;
                    }

                    return got;
                },
                got => got is null && returned > 20,
                "The end of its returns");
        }

        await using var again = await StartAsync();
        var letter = Assert.Single(await Eventually.SeesAsync(() => LettersAsync(again), seen => seen.Count == 1, "A dead letter"));
        Assert.Equal(SubmissionBody.Write(submission), letter.Body);
    }

    [Fact]
    public async Task Queue_that_was_deleted_loses_nothing()
    {
        await using var service = await StartAsync();
        await service.PostSettledAsync("article", "Ann Reader", "First, so that the queue is there.");
        await using (var connection = await shared.Broker.ConnectAsync(address))
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: Test.Cancellation);
            await channel.QueueDeleteAsync(MessagingSetup.Queue, cancellationToken: Test.Cancellation);
        }

        // Published with nobody to route it to it comes back, waits in the spool, and the worker declares the queue anew.
        await service.PostSettledAsync("article", "Ann Reader", "A fair point.");
    }

    private Task<TestService> StartAsync() => TestService.StartAsync(
        new Dictionary<string, string?> { ["ConnectionStrings:RabbitMq"] = address }, policy: SharedService.Policy, directory: directory);

    private static async Task<List<DeadLetter>> LettersAsync(TestService service)
    {
        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        return await db.DeadLetters.ToListAsync(Test.Cancellation);
    }

    /// <summary>The message as the bus writes it, by hand.</summary>
    private static byte[] MessageOf(byte[] body) => System.Text.Encoding.UTF8.GetBytes(
        $$$"""{"messageType":["urn:message:CommentService.Contracts:ModerateSubmissions"],"message":{"bodies":["{{{Convert.ToBase64String(body)}}}"]}}""");

    private async Task SendAsync(string queue, byte[] body)
    {
        await using var connection = await shared.Broker.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Test.Cancellation);
        await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true }, body, Test.Cancellation);
    }
}
