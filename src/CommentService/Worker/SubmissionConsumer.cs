using CommentService.Contracts;
using CommentService.Messaging;
using MassTransit;

namespace CommentService.Worker;

/// <summary>Takes groups of submissions from the queue.</summary>
internal sealed class SubmissionConsumer(GroupProcessor processor, Handover handover) : IConsumer<ModerateSubmissions>
{
    public async Task Consume(ConsumeContext<ModerateSubmissions> context)
    {
        try
        {
            await processor.ProcessAsync(context.Message.Submissions, context.CancellationToken);
            handover.Complete(context.Message.Submissions);
        }
        finally
        {
            handover.FreeSlot();
        }
    }
}
