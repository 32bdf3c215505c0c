using CommentService.Contracts;
using CommentService.Messaging.RabbitMq;
using MassTransit;

namespace CommentService.Worker;

/// <summary>Takes submissions from the broker. Its messages are done with when all in them is stored.</summary>
internal sealed partial class QueueConsumer(Gathering gathering, TimeProvider time, ILogger<QueueConsumer> log) : IConsumer<ModerateSubmissions>
{
    /// <summary>Half of the time after which a broker takes an unanswered message for stuck, and counts that against it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    public async Task Consume(ConsumeContext<ModerateSubmissions> context)
    {
        var bodies = UnreadableMessages.BodiesOf(context.Message);
        using var tooLong = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, context.CancellationToken);
        try
        {
            await gathering.ProcessAsync(bodies).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (tooLong.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            // The database is away. As a new message it begins anew; stored twice is stored once.
            LogSentBack(log, bodies.Count);
            await context.Publish(context.Message, copy => copy.Mandatory = true, context.CancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} submissions wait too long for the database; they went to the end of the queue")]
    private static partial void LogSentBack(ILogger logger, int count);
}
