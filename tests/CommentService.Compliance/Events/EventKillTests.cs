namespace CommentService.Compliance.Events;

/// <summary>A short round of what <c>tests/prove/run events</c> does many times.</summary>
public sealed class EventKillTests
{
    [Fact]
    public async Task Every_follower_sees_every_event_in_order_when_service_broker_and_receiver_are_killed_at_random()
    {
        await using var kills = await EventKills.StartAsync(readers: 4);
        await kills.RunAsync(lives: 3);
        Assert.Empty(await kills.FinishAsync());
    }
}
