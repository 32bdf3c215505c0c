using CommentService.Contracts;
using MassTransit;

namespace SearchIndex;

/// <summary>Takes events as MassTransit delivers them: at least once, and those of one comment perhaps side by side. The index sorts that out by version.</summary>
internal sealed class IndexComment(CommentIndex index) : IConsumer<CommentApproved>, IConsumer<CommentRemoved>, IConsumer<CommentEdited>, IConsumer<CommentErased>
{
    /// <summary>What its queue is bound by: the events that it takes, of every article.</summary>
    public static readonly string[] RoutingKeys = ["comment.approved.#", "comment.removed.#", "comment.edited.#", "comment.erased.#"];

    public Task Consume(ConsumeContext<CommentApproved> context) => Apply(context.Message);

    public Task Consume(ConsumeContext<CommentRemoved> context) => Apply(context.Message);

    public Task Consume(ConsumeContext<CommentEdited> context) => Apply(context.Message);

    public Task Consume(ConsumeContext<CommentErased> context)
    {
        index.Remove(context.Message.CommentId, context.Message.Version);
        return Task.CompletedTask;
    }

    private Task Apply(CommentEvent comment)
    {
        index.Apply(comment);
        return Task.CompletedTask;
    }
}
