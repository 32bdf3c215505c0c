using CommentService.Tests.Running;

namespace CommentService.Tests.Crash;

/// <summary>The process is killed again and again at moments that nobody chose, while readers post and moderators decide.</summary>
public sealed class RandomKillTests
{
    [Fact]
    public async Task Killed_again_and_again_at_random_moments_the_service_loses_nothing_and_stores_nothing_twice()
    {
        using var data = new TemporaryDirectory();
        await using var kills = new Kills(data, new Random(), readers: 8);

        for (var i = 0; i < 4; i++)
        {
            await kills.RunOnceAsync();
        }

        Assert.Empty(await kills.FinishAsync());
    }
}
