using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RabbitMQ.Client;

namespace CommentService.Load.Baselines;

/// <summary>
/// The least that "202 means durable" costs with RabbitMQ and its own client: parses a submission, publishes its bytes
/// to a quorum queue, and accepts it upon the confirm. Nobody consumes.
/// </summary>
internal static class RabbitServer
{
    /// <summary>More of them were no quicker.</summary>
    private const int Channels = 4;

    private const string Queue = "baseline";

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var port = arguments.Number("port", 0);
        var broker = arguments.Required("broker");
        arguments.RefuseUnknown();

        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        var channels = new IChannel[Channels];
        for (var i = 0; i < Channels; i++)
        {
            channels[i] = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, new ThrottlingRateLimiter(1_024)));
        }

        await channels[0].QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-overflow"] = "reject-publish" });
        var turn = 0;
        await using var app = BaselineHost.Create(port);
        app.MapPost(BaselineHost.Intake, (RequestDelegate)(context => PostAsync(context, channels[Interlocked.Increment(ref turn) % Channels])));
        return await BaselineHost.RunAsync(app);
    }

    private static async Task PostAsync(HttpContext context, IChannel channel)
    {
        var submission = await JsonSerializer.DeserializeAsync(context.Request.BodyReader, BaselineJson.Default.SubmissionBody);
        if (submission is not { Name.Length: > 0, Comment.Length: > 0 })
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var id = Guid.CreateVersion7();
        var body = JsonSerializer.SerializeToUtf8Bytes(submission, BaselineJson.Default.SubmissionBody);
        await channel.BasicPublishAsync("", Queue, mandatory: true, new BasicProperties { Persistent = true, MessageId = id.ToString() }, body);
        await BaselineHost.AcceptAsync(context, id);
    }
}
