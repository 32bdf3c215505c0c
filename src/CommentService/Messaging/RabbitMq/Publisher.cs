using System.Threading.Channels;
using CommentService.Contracts;
using CommentService.Hosting;
using MassTransit;

namespace CommentService.Messaging.RabbitMq;

/// <summary>
/// Publishes submissions to the queue with confirms. One message is on its way at a time; whoever comes while it is shares
/// the next one, so that a message and its confirm, which cost many times what a submission does, are paid once for a
/// crowd. With two or four on their way a crowd was served a third slower: each message was the smaller for it.
/// </summary>
internal sealed class Publisher : IDisposable
{
    /// <summary>Small enough for the worker to have many at hand, large enough that the envelope is nothing beside it.</summary>
    private const int MostInOne = 256;
    private const int MostBytes = 128 * 1024;

    private readonly IBus bus;
    private readonly BrokerCircuit circuit;
    private readonly Crowd crowd;
    private readonly Channel<Waiting> queue = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });

    public Publisher(IBus bus, BrokerCircuit circuit, Crowd crowd)
    {
        (this.bus, this.circuit, this.crowd) = (bus, circuit, crowd);
        bus.ConnectPublishObserver(new FirstFault());
        _ = Task.Run(RunAsync);
    }

    /// <returns>Whether the broker confirmed it within the deadline.</returns>
    public Task<bool> PublishAsync(byte[] body)
    {
        var waiting = new Waiting(body);
        return queue.Writer.TryWrite(waiting) ? waiting.Task : Task.FromResult(false);
    }

    /// <summary>Publishes bodies as one message.</summary>
    /// <returns>Whether the broker confirmed it within the deadline.</returns>
    public async Task<bool> PublishGroupAsync(IReadOnlyList<byte[]> bodies)
    {
        using var span = Trace.Source.StartActivity("broker.publish");
        var isConfirmed = await circuit.TryAsync(cancellation => PublishAsync(new ModerateSubmissions { Bodies = bodies }, cancellation));
        if (isConfirmed)
        {
            Metrics.Published.Add(bodies.Count);
        }

        return isConfirmed;
    }

    public void Dispose() => queue.Writer.TryComplete();

    private async Task RunAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            await PublishAsync(Take());
        }
    }

    /// <summary>
    /// The bus takes a message that the broker refuses, as a full queue does, for a lost connection, and sends it again
    /// after a second; what waits in the spool meanwhile is safe at once.
    /// </summary>
    private async Task PublishAsync(ModerateSubmissions message, CancellationToken cancellation)
    {
        var fault = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var publish = bus.Publish(
            message,
            context =>
            {
                // Where no queue is bound the broker would drop it and confirm.
                context.Mandatory = true;
                context.GetOrAddPayload(() => fault);
            },
            stop.Token);
        if (await Task.WhenAny(publish, fault.Task) == publish)
        {
            await publish;
            return;
        }

        await stop.CancelAsync();
        await publish.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await fault.Task;
    }

    private List<Waiting> Take()
    {
        var group = new List<Waiting>();
        for (var bytes = 0; group.Count < MostInOne && bytes < MostBytes && queue.Reader.TryRead(out var next); bytes += next.Body.Length)
        {
            group.Add(next);
        }

        return group;
    }

    private async Task PublishAsync(List<Waiting> group)
    {
        var isConfirmed = await PublishGroupAsync(group.ConvertAll(waiting => waiting.Body));
        crowd.Served(group.Count);
        group.ForEach(waiting => waiting.TrySetResult(isConfirmed));
    }

    /// <summary>Tells of a publish that failed once, however often the bus would try again.</summary>
    private sealed class FirstFault : IPublishObserver
    {
        public Task PrePublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class
        {
            if (context.TryGetPayload(out TaskCompletionSource? fault))
            {
                fault.TrySetException(exception);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Waiting(byte[] body) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public byte[] Body { get; } = body;
    }
}
