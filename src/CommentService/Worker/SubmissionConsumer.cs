using CommentService.Contracts;
using CommentService.Messaging;
using MassTransit;

namespace CommentService.Worker;

/// <summary>Takes groups of submissions from the queue.</summary>
internal sealed class SubmissionConsumer(GroupProcessor processor, Handover handover) : IConsumer<ModerateSubmissions>
{
    public async Task Consume(ConsumeContext<ModerateSubmissions> context)
    {
        var message = context.MessageId ?? Guid.Empty;
        try
        {
            var bodies = handover.BodiesOf(message) ?? context.Message.Bodies;
            var submissions = bodies.Select(SubmissionBody.Read).ToList();
            if (submissions.Contains(null))
            {
                await processor.SetAsideAsync([.. bodies.Where((_, i) => submissions[i] is null)], context.CancellationToken);
            }

            await processor.ProcessAsync([.. submissions.OfType<Submission>()], context.CancellationToken);
            handover.Complete(message, submissions);
        }
        finally
        {
            handover.FreeSlot(message);
        }
    }
}
