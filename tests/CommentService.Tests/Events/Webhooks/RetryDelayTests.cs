using CommentService.Events.Webhooks;

namespace CommentService.Tests.Events.Webhooks;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(9, 1_280)]
    [InlineData(10, 2_560)]
    [InlineData(11, 3_600)]
    [InlineData(1_000, 3_600)]
    public void Delay_doubles_up_to_an_hour_and_is_a_fifth_shorter_or_longer(int attempts, double seconds) =>
        Assert.All(Enumerable.Range(0, 200), _ => Assert.InRange(RetryDelay.After(attempts).TotalSeconds, seconds * 0.8, seconds * 1.2));

    [Fact]
    public void Delays_differ_so_that_hooks_do_not_come_together() => Assert.True(Enumerable.Range(0, 20).Select(_ => RetryDelay.After(5)).Distinct().Count() > 10);

    [Theory]
    [InlineData(60, 60)]
    [InlineData(86_400, 3_600)]
    public void Receiver_may_ask_for_more_time_up_to_an_hour(double asked, double seconds) => Assert.Equal(seconds, RetryDelay.After(1, TimeSpan.FromSeconds(asked)).TotalSeconds);

    [Fact]
    public void Receiver_that_asks_for_less_gets_no_less() => Assert.InRange(RetryDelay.After(3, TimeSpan.FromSeconds(1)).TotalSeconds, 16, 24);
}
