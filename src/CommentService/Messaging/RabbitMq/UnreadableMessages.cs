using System.Runtime.ExceptionServices;
using System.Runtime.Serialization;
using System.Text.Json;
using CommentService.Contracts;
using CommentService.Storage;
using MassTransit;
using Polly;

namespace CommentService.Messaging.RabbitMq;

/// <summary>
/// What comes through the broker and is no message of ours becomes a dead letter, as it came. A message that failed for
/// another reason goes back to the queue, whose delivery limit sees to it that it does not come for ever.
/// </summary>
internal sealed partial class UnreadableMessages(Database database, TimeProvider time, ILogger<UnreadableMessages> log) : IFilter<ReceiveContext>, IFilter<ExceptionReceiveContext>
{
    private readonly ResiliencePipeline untilBack = UntilBack.Pipeline(database, time, (error, attempt) => LogWaiting(log, error, attempt));

    /// <summary>A message's bodies; the serializer lets nulls pass.</summary>
    /// <exception cref="SerializationException">It is none of ours.</exception>
    public static IReadOnlyList<byte[]> BodiesOf(ModerateSubmissions message) =>
        message.Bodies?.Contains(null!) == false ? message.Bodies : throw new SerializationException("A body is missing.");

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) => SetAsideAsync(context);

    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        for (var cause = context.Exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SerializationException or JsonException)
            {
                return SetAsideAsync(context);
            }
        }

        ExceptionDispatchInfo.Throw(context.Exception);
        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreadable");

    private async Task SetAsideAsync(ReceiveContext context)
    {
        LogUnreadable(log);
        await untilBack.ExecuteAsync(
            async token => await DeadLetters.AddAsync(database, [context.Body.GetBytes()], "This message is not one of ours.", time, token), context.CancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A message from the broker cannot be read; it became a dead letter")]
    private static partial void LogUnreadable(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away ({Error}); a dead letter waits, attempt {Attempt}")]
    private static partial void LogWaiting(ILogger logger, string? error, int attempt);
}
