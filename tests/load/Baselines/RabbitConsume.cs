using System.Buffers.Binary;
using System.Diagnostics;
using CommentService.Load.Measuring;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace CommentService.Load.Baselines;

/// <summary>
/// The least that taking from the queue costs: RabbitMQ's own client consumes a quorum queue that was filled before, and
/// does nothing with what comes but to acknowledge it, a prefetch's half at a time.
/// </summary>
internal static class RabbitConsume
{
    private const string Queue = "baseline-consume";

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var broker = arguments.Required("broker");
        var count = arguments.Number("submissions", 200_000);
        var each = Math.Max(1, arguments.Number("per-message", 1));
        var prefetch = (ushort)Math.Clamp(arguments.Number("prefetch", 64), 1, ushort.MaxValue);
        arguments.RefuseUnknown();

        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        var messages = await FillAsync(connection, Submissions.Make(count), each);
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, prefetch, global: false);
        var left = messages;
        var isEmpty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            left--;
            if (left == 0 || message.DeliveryTag % Math.Max(1, (ulong)prefetch / 2) == 0)
            {
                await channel.BasicAckAsync(message.DeliveryTag, multiple: true);
            }

            if (left == 0)
            {
                isEmpty.SetResult();
            }
        };
        var began = Stopwatch.GetTimestamp();
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);
        await isEmpty.Task;
        Rate.Tell($"RabbitMQ consumes, {each} to a message", count, Stopwatch.GetElapsedTime(began));
        await channel.QueueDeleteAsync(Queue);
        return 0;
    }

    /// <returns>How many messages are in the queue.</returns>
    private static async Task<int> FillAsync(IConnection connection, byte[][] submissions, int each)
    {
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, new ThrottlingRateLimiter(1_024)));
        await channel.QueueDeleteAsync(Queue);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        var properties = new BasicProperties { Persistent = true };
        var messages = submissions.Chunk(each).Select(Join).ToArray();
        foreach (var some in messages.Chunk(1_000))
        {
            await Task.WhenAll(some.Select(body => channel.BasicPublishAsync("", Queue, mandatory: true, properties, body).AsTask()));
        }

        return messages.Length;
    }

    /// <summary>Each with its length before it.</summary>
    private static byte[] Join(byte[][] submissions)
    {
        var joined = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        foreach (var submission in submissions)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, submission.Length);
            joined.Write(length);
            joined.Write(submission);
        }

        return joined.ToArray();
    }
}
