using CommentService.Storage;
using CommentService.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Compliance.Storage;

/// <summary>A lease has one holder, and one that slept does no harm when it wakes up.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private TestDatabase test = null!;

    public async ValueTask InitializeAsync() => test = await TestDatabase.OpenAsync();

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task First_holds_it_and_goes_on_holding_it_while_it_lives()
    {
        var (one, other) = (NewLease(), NewLease());
        Assert.True(await HoldsAsync(one));
        for (var second = 0; second < 20; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await HoldsAsync(one));
            Assert.False(await HoldsAsync(other));
        }
    }

    [Fact]
    public async Task Of_many_that_want_it_at_once_one_gets_it()
    {
        var held = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => HoldsAsync(NewLease())));
        Assert.Single(held, holds => holds);
    }

    [Fact]
    public async Task Holder_that_slept_finds_it_gone_and_its_transaction_does_nothing()
    {
        var (sleeper, other) = (NewLease(), NewLease());
        Assert.True(await HoldsAsync(sleeper));
        Assert.False(await HoldsAsync(other));
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(await HoldsAsync(other));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await HoldsAsync(other));

        Assert.False(await test.Database.WriteAsync(sleeper.ConfirmAsync, Test.Cancellation));
        Assert.True(await test.Database.WriteAsync(other.ConfirmAsync, Test.Cancellation));
        Assert.False(await HoldsAsync(sleeper));
    }

    [Fact]
    public async Task Takeover_waits_for_the_transaction_that_rests_on_it_and_then_does_not_happen()
    {
        var (holder, other) = (NewLease(), NewLease());
        Assert.True(await HoldsAsync(holder));
        Assert.False(await HoldsAsync(other));
        clock.Advance(TimeSpan.FromSeconds(6));
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var working = test.Database.WriteAsync(
            async db =>
            {
                var holds = await holder.ConfirmAsync(db);
                begun.SetResult();
                await go.Task;
                return holds;
            },
            Test.Cancellation);
        await begun.Task;
        var taking = HoldsAsync(other);
        go.SetResult();
        Assert.True(await working);
        Assert.False(await taking);
        Assert.True(await HoldsAsync(holder));
    }

    [Fact]
    public async Task What_was_given_back_is_taken_at_once()
    {
        var (one, other) = (NewLease(), NewLease());
        Assert.True(await HoldsAsync(one));
        Assert.False(await HoldsAsync(other));
        await one.GiveBackAsync(Test.Cancellation);
        Assert.True(await HoldsAsync(other));
        Assert.False(await HoldsAsync(one));
    }

    [Fact]
    public async Task Leases_of_other_names_are_others()
    {
        Assert.True(await HoldsAsync(NewLease("positions")));
        Assert.True(await HoldsAsync(NewLease("relay")));
    }

    private Lease NewLease(string name = "test") => new(test.Database, name, clock);

    private static Task<bool> HoldsAsync(Lease lease) => lease.TryHoldAsync(Test.Cancellation).AsTask();
}
