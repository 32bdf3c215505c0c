using System.Text;
using CommentService.Compliance.Running;
using CommentService.Tests.Crash;
using RabbitMQ.Client;

namespace CommentService.Compliance.Events;

/// <summary>Looks at the broker past the service: keeps a copy of every message for the worker, follows the events, and sends what nobody should.</summary>
internal sealed class BrokerObserver(BrokerProcess broker)
{
    private const string Submissions = "moderate-submissions";
    private const string Copies = "copies";
    private const string Subscriber = "subscriber";

    private readonly List<(Guid Id, Guid Comment, int Version)> events = [];

    /// <summary>Messages that are none of the service's.</summary>
    public int Poisoned { get; private set; }

    /// <summary>Messages that were sent once more.</summary>
    public int Repeated { get; private set; }

    public Task BindAsync() => WithChannelAsync(async channel =>
    {
        await channel.ExchangeDeclareAsync(Submissions, ExchangeType.Fanout, durable: true);
        await channel.ExchangeDeclareAsync("comment-events", ExchangeType.Topic, durable: true);
        await DeclareAsync(channel, Copies, Submissions);
        await DeclareAsync(channel, Subscriber, "comment-events");
    });

    /// <summary>A message that cannot be read, and one in whose midst a submission cannot.</summary>
    public Task PoisonAsync() => WithChannelAsync(async channel =>
    {
        await SendAsync(channel, $"poison {Poisoned++}");
        await SendAsync(channel, $$$"""{"messageType":["urn:message:CommentService.Contracts:ModerateSubmissions"],"message":{"bodies":["{{{Convert.ToBase64String(Encoding.UTF8.GetBytes($"poison {Poisoned++}"))}}}"]}}""");
    });

    /// <summary>Sends messages that the worker had before, each many times.</summary>
    public Task RepeatAsync(int messages, int times) => WithChannelAsync(async channel =>
    {
        for (var i = 0; i < messages && await channel.BasicGetAsync(Copies, autoAck: true) is { } copy; i++)
        {
            for (var j = 0; j < times; j++)
            {
                await channel.BasicPublishAsync("", Submissions, mandatory: true, new BasicProperties(copy.BasicProperties), copy.Body);
                Repeated++;
            }
        }
    });

    /// <summary>Messages that the subscriber got so far, each as often as it came.</summary>
    public int Received => events.Count;

    /// <summary>Waits until every change has reached the subscriber, under its event's id and in the order of its comment; what is otherwise, the ledger is told.</summary>
    public async Task SeesAllAsync(IReadOnlyList<StoredChange> changes, Ledger ledger, TimeSpan within)
    {
        var since = System.Diagnostics.Stopwatch.StartNew();
        await ReadOnAsync();
        while (events.Select(one => one.Id).Distinct().Count() < changes.Count && since.Elapsed < within)
        {
            await Task.Delay(50);
            await ReadOnAsync();
        }

        // What came a second time was seen before.
        var first = events.DistinctBy(one => one.Id).ToList();
        foreach (var missed in changes.Select(change => change.Event).Except(first.Select(one => one.Id)).Take(5))
        {
            ledger.Contradict($"Event {missed} did not reach the subscriber");
        }

        foreach (var comment in first.GroupBy(one => one.Comment).Where(group => !group.Select(one => one.Version).SequenceEqual(group.Select(one => one.Version).Order())).Take(5))
        {
            ledger.Contradict($"The events of {comment.Key} reached the subscriber out of order");
        }
    }

    /// <summary>What still waits for the worker, or was given up and not read yet.</summary>
    public async Task<uint> WaitingAsync()
    {
        uint waiting = 0;
        await WithChannelAsync(async channel => waiting = (await channel.QueueDeclarePassiveAsync(Submissions)).MessageCount + (await channel.QueueDeclarePassiveAsync(Submissions + "-dead")).MessageCount);
        return waiting;
    }

    private Task ReadOnAsync() => WithChannelAsync(async channel =>
    {
        while (await channel.BasicGetAsync(Subscriber, autoAck: true) is { } message)
        {
            using var data = System.Text.Json.JsonDocument.Parse(message.Body);
            events.Add((Guid.Parse(message.BasicProperties.MessageId!), data.RootElement.GetProperty("commentId").GetGuid(), data.RootElement.GetProperty("version").GetInt32()));
        }
    });

    private static async Task DeclareAsync(IChannel channel, string queue, string exchange)
    {
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(queue, exchange, "#");
    }

    private static ValueTask SendAsync(IChannel channel, string text) => channel.BasicPublishAsync(
        "", Submissions, mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true }, Encoding.UTF8.GetBytes(text));

    private async Task WithChannelAsync(Func<IChannel, Task> act)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await act(channel);
    }
}
