using CommentService.Contracts;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Tests.Worker;

/// <summary>Retries that intake could not know: by another process, or after a kill, while the first was still in the queue.</summary>
public sealed class RepeatedRequestTests : WorkerTest
{
    private const long Key = 17;
    private const long Content = 18;

    [Fact]
    public async Task Retry_that_was_taken_under_another_id_is_the_first_ones_comment()
    {
        var (first, again) = (Request(), Request());
        await Bench.ProcessAsync(first);
        await Bench.ProcessAsync(again);
        await IsOneAsync(first, again);
    }

    [Fact]
    public async Task Retry_in_the_same_group_is_the_first_ones_comment()
    {
        var (first, again, third) = (Request(), Request(), Request());
        await Bench.ProcessAsync(first, Bench.Submission("Between them."), again, third);
        await IsOneAsync(first, again, third);
    }

    [Fact]
    public async Task Retry_that_is_delivered_first_is_the_comment()
    {
        var (first, again) = (Request(), Request());
        await Bench.ProcessAsync(again);
        await Bench.ProcessAsync(first);
        await IsOneAsync(again, first);
    }

    [Fact]
    public async Task Retry_that_is_delivered_again_stays_the_first_ones_comment()
    {
        var (first, again) = (Request(), Request());
        await Bench.ProcessAsync(first);
        for (var i = 0; i < 3; i++)
        {
            await Bench.ProcessAsync(again, first, again);
        }

        await IsOneAsync(first, again);
    }

    [Fact]
    public async Task Receipt_of_a_retry_follows_what_moderators_decide()
    {
        var (first, again) = (Request(), Request());
        await Bench.ProcessAsync(first, again);
        await Bench.Service.DecideAsync(first.Id.ToString(), "remove");
        Assert.Equal("removed", await Bench.Service.SettledAsync(again.Id.ToString()));
    }

    [Fact]
    public async Task Other_content_under_one_key_is_a_comment_of_its_own()
    {
        var (first, other) = (Request(), Request() with { Comment = "Something else.", ContentKey = 19 });
        await Bench.ProcessAsync(first);
        await Bench.ProcessAsync(other);
        Assert.Equal(2, await CountAsync());
        Assert.Equal(CommentStatus.Approved, (await Bench.CommentAsync(other.Id)).Status);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(Content, 24 * 60)]
    public async Task Request_is_a_new_one_when_its_time_is_over_and_has_retries_of_its_own(long content, int minutes)
    {
        var over = TimeSpan.FromMinutes(minutes);
        var (first, again) = (Request(content, TimeSpan.Zero), Request(content, over - TimeSpan.FromMilliseconds(1)));
        var (second, secondAgain) = (Request(content, over), Request(content, over + TimeSpan.FromMilliseconds(1)));
        foreach (var submission in new[] { first, again, second, secondAgain })
        {
            await Bench.ProcessAsync(submission);
        }

        // Late deliveries of the first day's change nothing.
        await Bench.ProcessAsync(again, first);

        await using var db = Bench.Database.OpenRead();
        Assert.Equal([first.Id, second.Id], await db.Comments.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(Test.Cancellation));
        Assert.Equal(
            new Dictionary<Guid, Guid> { [again.Id] = first.Id, [secondAgain.Id] = second.Id },
            await db.RepeatedSubmissions.ToDictionaryAsync(r => r.Id, r => r.CommentId, Test.Cancellation));
    }

    [Fact]
    public async Task Submissions_without_a_request_key_never_are_one()
    {
        await Bench.ProcessAsync(Bench.Submission("One."), Bench.Submission("Two."));
        Assert.Equal(2, await CountAsync());
    }

    private Submission Request(long content, TimeSpan later) => Request(content) with { Id = Guid.CreateVersion7(Bench.Clock.GetUtcNow() + later) };

    private Submission Request(long content = Content) => Bench.Submission("A fair point.") with { RequestKey = Key, ContentKey = content };

    /// <summary>One comment with one event, and a receipt for each.</summary>
    private async Task IsOneAsync(Submission first, params Submission[] again)
    {
        await using var db = Bench.Database.OpenRead();
        Assert.Equal(first.Id, (await db.Comments.SingleAsync(c => c.RequestKey == Key, Test.Cancellation)).Id);
        Assert.Equal(1, await db.Changes.CountAsync(c => c.CommentId == first.Id, Test.Cancellation));
        foreach (var one in again)
        {
            Assert.False(await db.Comments.AnyAsync(c => c.Id == one.Id, Test.Cancellation));
            Assert.False(await db.Changes.AnyAsync(c => c.CommentId == one.Id, Test.Cancellation));
            Assert.Equal("approved", await Bench.Service.SettledAsync(one.Id.ToString()));
        }

        Assert.Equal(await db.Comments.CountAsync(c => c.Status == CommentStatus.Approved, Test.Cancellation), (await db.Articles.SingleAsync(Test.Cancellation)).Approved);
    }

    private async Task<int> CountAsync()
    {
        await using var db = Bench.Database.OpenRead();
        return await db.Comments.CountAsync(Test.Cancellation);
    }
}
