using CommentService.Messaging;

namespace CommentService.Tests.Messaging;

public sealed class CrowdTests
{
    private readonly Crowd crowd = new();

    [Fact]
    public void Nothing_is_held_up_while_nobody_waits_or_few_do()
    {
        Assert.True(YieldAsync().IsCompletedSuccessfully);

        Serve(commits: 1_000, together: 3);
        Assert.True(YieldAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public void One_large_commit_is_no_crowd()
    {
        Serve(commits: 10, together: 1);
        Serve(commits: 1, together: 200);

        Assert.True(YieldAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_crowd_goes_first_and_moderation_goes_on_however_long_it_stays()
    {
        using var gone = new CancellationTokenSource();
        var stays = Task.Run(
            () =>
            {
                while (!gone.IsCancellationRequested)
                {
                    Serve(commits: 1, together: 64);
                }
            },
            TestContext.Current.CancellationToken);
        Serve(commits: 1_000, together: 64);

        // A machine that sleeps for a moment between the two lines sees no crowd in it.
        var yields = Enumerable.Range(0, 100).Select(_ => YieldAsync()).ToList();

        Assert.Contains(yields, yield => !yield.IsCompleted);
        await Task.WhenAll(yields);
        await gone.CancelAsync();
        await stays;
    }

    [Fact]
    public void Few_at_a_time_are_a_crowd_where_moderation_cannot_keep_up()
    {
        // A machine that sleeps for a moment between the two lines sees no crowd in it.
        Assert.Contains(Enumerable.Range(0, 100), _ =>
        {
            crowd.Served(together: 3, waiting: 10_000);
            return !YieldAsync().IsCompleted;
        });
    }

    private Task YieldAsync() => crowd.YieldAsync(TestContext.Current.CancellationToken);

    private void Serve(int commits, int together)
    {
        for (var i = 0; i < commits; i++)
        {
            crowd.Served(together);
        }
    }
}
