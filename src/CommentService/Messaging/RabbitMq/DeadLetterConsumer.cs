using CommentService.Contracts;
using CommentService.Storage;
using MassTransit;
using Polly;

namespace CommentService.Messaging.RabbitMq;

/// <summary>Empties the broker's dead letter queue into the table: what was delivered too often without an end, such as a submission that ends the process.</summary>
internal sealed partial class DeadLetterConsumer(Database database, TimeProvider time, ILogger<DeadLetterConsumer> log) : IConsumer<ModerateSubmissions>
{
    private readonly ResiliencePipeline untilBack = UntilBack.Pipeline(database, time, (error, attempt) => LogWaiting(log, error, attempt));

    public async Task Consume(ConsumeContext<ModerateSubmissions> context)
    {
        var bodies = UnreadableMessages.BodiesOf(context.Message);
        LogDead(log, bodies.Count);
        await untilBack.ExecuteAsync(
            async token => await DeadLetters.AddAsync(database, bodies, "The broker gave it up: it was delivered too often and never done with.", time, token), context.CancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The broker gave up {Count} submissions; they became dead letters")]
    private static partial void LogDead(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away ({Error}); a dead letter waits, attempt {Attempt}")]
    private static partial void LogWaiting(ILogger logger, string? error, int attempt);
}
