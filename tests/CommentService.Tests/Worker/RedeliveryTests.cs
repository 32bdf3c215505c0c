using CommentService.Contracts;
using CommentService.Messaging;
using CommentService.Storage;
using CommentService.Tests.Running;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Worker;

public sealed class RedeliveryTests : WorkerTest
{
    [Fact]
    public async Task Redelivered_submission_is_stored_once_with_one_event()
    {
        var bus = Bench.Service.Services.GetRequiredService<IBus>();
        var (first, last) = (Bench.Submission("A fair point."), Bench.Submission("The last one."));
        await bus.Publish(MessageOf(first), Test.Cancellation);
        await bus.Publish(MessageOf(first, first), Test.Cancellation);
        // The queue is worked off one group at a time: when this one is stored, those before it are done.
        await bus.Publish(MessageOf(last), Test.Cancellation);
        await Bench.Service.SettledAsync(last.Id.ToString());

        await using var db = Bench.Database.OpenRead();
        Assert.Equal(1, await db.Comments.CountAsync(c => c.Id == first.Id, Test.Cancellation));
        Assert.Equal(1, await db.Changes.CountAsync(c => c.CommentId == first.Id, Test.Cancellation));
        Assert.Equal(2, (await db.Articles.SingleAsync(Test.Cancellation)).Approved);
    }

    [Fact]
    public async Task Redelivery_after_a_decision_does_not_undo_it()
    {
        var submission = Bench.Submission("A fair point.");
        await Bench.ProcessAsync(submission);
        await Bench.Service.DecideAsync(submission.Id.ToString(), "remove");
        await Bench.ProcessAsync(submission);
        Assert.Equal(CommentStatus.Removed, (await Bench.CommentAsync(submission.Id)).Status);
        Assert.Empty((await Bench.Service.CommentsAsync("article")).Items);
    }

    [Fact]
    public async Task Only_what_is_new_in_a_redelivered_group_is_stored()
    {
        var (stored, added) = (Bench.Submission("A fair point."), Bench.Submission("See http://a.example/1 http://b.example/2 http://c.example/3"));
        await Bench.ProcessAsync(stored);
        await Bench.ProcessAsync(stored, added);
        await using var db = Bench.Database.OpenRead();
        Assert.Equal([stored.Id, added.Id], await db.Changes.OrderBy(c => c.Sequence).Select(c => c.CommentId).ToListAsync(Test.Cancellation));
        Assert.Single(await Bench.FindingsAsync(added.Id));
    }

    private static ModerateSubmissions MessageOf(params Submission[] submissions) => new() { Bodies = [.. submissions.Select(SubmissionBody.Write)] };
}
