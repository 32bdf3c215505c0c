using CommentService.Storage;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Storage;

public sealed class StoredRequestsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private TestDatabase database = null!;
    private StoredRequests requests = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.OpenAsync();
        requests = new StoredRequests(database.Database, clock);
    }

    public async ValueTask DisposeAsync()
    {
        requests.Dispose();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Every_key_may_be_there_until_what_is_stored_was_read()
    {
        Assert.True(requests.MayHold(42));
        await ReadAsync();
        Assert.False(requests.MayHold(42));
    }

    [Fact]
    public async Task Stored_key_is_never_missed_and_few_others_are_taken_for_it()
    {
        await ReadAsync();
        var random = new Random(1);
        var keys = Enumerable.Range(0, 200_000).Select(_ => random.NextInt64(long.MinValue, long.MaxValue)).ToList();
        requests.Add(keys);
        Assert.All(keys, key => Assert.True(requests.MayHold(key)));
        Assert.InRange(Enumerable.Range(0, 100_000).Count(_ => requests.MayHold(random.NextInt64(long.MinValue, long.MaxValue))), 0, 100);
    }

    [Fact]
    public async Task Key_is_held_for_a_day_and_gone_after_two()
    {
        await ReadAsync();
        requests.Add([42]);
        clock.Advance(TimeSpan.FromHours(23));
        requests.Add([1]);
        clock.Advance(TimeSpan.FromHours(2));
        requests.Add([2]);
        Assert.True(requests.MayHold(42));
        clock.Advance(TimeSpan.FromHours(25));
        requests.Add([3]);
        Assert.False(requests.MayHold(42));
    }

    private async Task ReadAsync()
    {
        await requests.StartAsync(Test.Cancellation);
        await requests.ExecuteTask!;
    }
}
