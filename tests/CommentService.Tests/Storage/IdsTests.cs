using CommentService.Storage;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Storage;

public sealed class IdsTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Start);
    private readonly HashKeys keys = new();
    private readonly Ids ids;

    public IdsTests()
    {
        keys.Use(new byte[HashKeys.KeyLength]);
        ids = new Ids(keys, clock);
    }

    public void Dispose() => keys.Dispose();

    [Fact]
    public void Id_is_a_version_7_uuid_of_its_millisecond()
    {
        var id = ids.Next();
        Assert.Equal((7, 8), (id.Version, id.Variant & 0xC));
        Assert.Equal(Start.UtcDateTime, Ids.TimeOf(id));
    }

    [Fact]
    public void Ids_of_one_millisecond_grow_past_what_its_counter_holds()
    {
        var made = Enumerable.Range(0, 10_000).Select(_ => ids.Next()).ToList();
        Assert.Equal(made.Order(), made);
        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.Equal(Start.UtcDateTime, Ids.TimeOf(made[4_095]));
        Assert.Equal(Start.UtcDateTime.AddMilliseconds(1), Ids.TimeOf(made[4_096]));
    }

    [Fact]
    public void Ids_grow_when_the_clock_is_set_back()
    {
        var before = ids.Next();
        // The test's clock only goes forward: a second one with the same key stands for it after the change.
        var moved = new ClockThatGoesBack(Start);
        var steady = new Ids(keys, moved);
        var first = steady.Next();
        moved.Now = Start.AddHours(-1);
        var made = Enumerable.Range(0, 5_000).Select(_ => steady.Next()).Prepend(first).ToList();
        Assert.Equal(made.Order(), made);
        Assert.True(made[^1] > before);
    }

    [Fact]
    public void Ids_of_many_threads_are_all_different()
    {
        var made = new Guid[20_000];
        Parallel.For(0, made.Length, i => made[i] = ids.Next());
        Assert.Equal(made.Length, made.Distinct().Count());
    }

    [Fact]
    public void Every_id_that_was_given_is_known_again() =>
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(ids.IsOurs(ids.Next())));

    [Fact]
    public void Id_with_any_bit_changed_is_not_ours()
    {
        var id = ids.Next().ToByteArray(true);
        Assert.All(Enumerable.Range(0, 128), bit =>
        {
            var forged = (byte[])id.Clone();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(ids.IsOurs(new Guid(forged, true)));
        });
    }

    [Fact]
    public void Id_of_another_service_is_not_ours()
    {
        var otherKeys = new HashKeys();
        otherKeys.Use([.. Enumerable.Repeat((byte)1, HashKeys.KeyLength)]);
        Assert.False(ids.IsOurs(new Ids(otherKeys, clock).Next()));
        Assert.False(ids.IsOurs(Guid.CreateVersion7(Start)));
        Assert.False(ids.IsOurs(Guid.NewGuid()));
        Assert.False(ids.IsOurs(Guid.Empty));
    }

    [Fact]
    public void Lowest_id_of_a_moment_lies_between_those_before_and_those_from_it_on()
    {
        var before = ids.Next();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var lowest = Ids.Lowest(clock.GetUtcNow().UtcDateTime);
        Assert.True(before < lowest);
        Assert.True(lowest < ids.Next());
    }

    [Fact]
    public void Lowest_id_of_a_moment_before_1970_is_the_empty_one() =>
        Assert.Equal(Guid.Empty, Ids.Lowest(new DateTime(1969, 1, 1, 0, 0, 0, DateTimeKind.Utc)));

    [Theory]
    [InlineData("ffffffff-ffff-7fff-bfff-ffffffffffff", 9999)]
    [InlineData("80000000-0000-7000-8000-000000000000", 6429)]
    [InlineData("00000000-0000-0000-0000-000000000000", 1970)]
    public void Every_id_has_a_time_whoever_made_it(string id, int year) => Assert.Equal(year, Ids.TimeOf(Guid.Parse(id)).Year);

    private sealed class ClockThatGoesBack(DateTimeOffset start) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
