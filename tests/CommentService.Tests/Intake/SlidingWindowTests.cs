using CommentService.Intake;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Intake;

public sealed class SlidingWindowTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Next_one_is_let_through_when_the_time_to_wait_has_passed_and_not_before()
    {
        var window = new SlidingWindow(2, clock);
        clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Null(window.TryTake("a"));
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Null(window.TryTake("a"));

        var wait = Assert.NotNull(window.TryTake("a"));
        Assert.Equal(TimeSpan.FromSeconds(38), wait);
        clock.Advance(wait - TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.FromMilliseconds(1), window.TryTake("a"));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(window.TryTake("a"));
        Assert.NotNull(window.TryTake("a"));
    }

    [Fact]
    public void Refused_ones_are_not_counted()
    {
        var window = new SlidingWindow(1, clock);
        Assert.Null(window.TryTake("a"));
        for (var second = 0; second < 60; second++)
        {
            Assert.NotNull(window.TryTake("a"));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Null(window.TryTake("a"));
    }

    [Fact]
    public void Keys_do_not_share_their_counts()
    {
        var window = new SlidingWindow(1, clock);
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.Null(window.TryTake($"client {i}")));
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.NotNull(window.TryTake($"client {i}")));
    }

    [Fact]
    public void Time_to_wait_is_always_right() => Gen.Select(Gen.Int[1, 5], Gen.Int[0, 25_000].Array[1, 80]).Sample((limit, steps) =>
    {
        var time = new FakeTimeProvider();
        var window = new SlidingWindow(limit, time);
        foreach (var step in steps)
        {
            time.Advance(TimeSpan.FromMilliseconds(step));
            if (window.TryTake("a") is { } wait)
            {
                Assert.InRange(wait, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
                time.Advance(wait - TimeSpan.FromTicks(1));
                Assert.NotNull(window.TryTake("a"));
                time.Advance(TimeSpan.FromTicks(1));
                Assert.Null(window.TryTake("a"));
            }
        }
    });

    [Fact]
    public void Million_clients_cost_no_more_memory_than_some_and_lock_nobody_out()
    {
        var window = new SlidingWindow(1, clock);
        Assert.Null(window.TryTake("first"));
        for (var i = 0; i < 1_000_000; i++)
        {
            Assert.Null(window.TryTake($"2001:db8:{i >> 16:x}:{i & 0xFFFF:x}::"));
        }

        Assert.Equal(SlidingWindow.MostKeys, window.Keys);
        Assert.NotNull(window.TryTake("first"));
        Assert.Null(window.TryTake("last"));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(window.TryTake("first"));
        Assert.Equal(1, window.Keys);
    }
}
