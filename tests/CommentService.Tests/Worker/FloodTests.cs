using CommentService.Contracts;
using CommentService.Storage;

namespace CommentService.Tests.Worker;

public sealed class FloodTests : WorkerTest
{
    [Fact]
    public async Task Eleventh_by_one_author_in_the_same_group_is_held()
    {
        var group = ByOneAuthor(11);
        await Bench.ProcessAsync(group);
        await Bench.IsAsync(CommentStatus.Approved, group[9]);
        await Bench.IsAsync(CommentStatus.Held, group[10], "flood");
    }

    [Fact]
    public async Task Eleventh_by_one_author_within_a_minute_is_held_whatever_its_group()
    {
        foreach (var one in ByOneAuthor(10))
        {
            await Bench.ProcessAsync(one);
        }

        Bench.Clock.Advance(TimeSpan.FromSeconds(59));
        var eleventh = ByOneAuthor(1)[0];
        await Bench.ProcessAsync(eleventh);
        await Bench.IsAsync(CommentStatus.Held, eleventh, "flood");
    }

    [Fact]
    public async Task Eleventh_after_the_minute_is_free()
    {
        await Bench.ProcessAsync(ByOneAuthor(10));
        Bench.Clock.Advance(TimeSpan.FromSeconds(61));
        var eleventh = ByOneAuthor(1)[0];
        await Bench.ProcessAsync(eleventh);
        await Bench.IsAsync(CommentStatus.Approved, eleventh);
    }

    [Fact]
    public async Task Thirty_first_from_one_address_is_held_whoever_wrote_it()
    {
        var group = Enumerable.Range(0, 31).Select(i => Bench.Submission($"Page {i} of the report says so too.", name: $"Ann Reader the {i}th")).ToArray();
        await Bench.ProcessAsync(group);
        await Bench.IsAsync(CommentStatus.Approved, group[29]);
        await Bench.IsAsync(CommentStatus.Held, group[30], "flood");
    }

    [Fact]
    public async Task Redelivered_group_is_not_counted_twice()
    {
        var group = ByOneAuthor(10);
        await Bench.ProcessAsync(group);
        await Bench.ProcessAsync(group);
        await using var db = Bench.Database.OpenRead();
        Assert.DoesNotContain(db.Comments.ToList(), comment => comment.Status != CommentStatus.Approved);
    }

    private Submission[] ByOneAuthor(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Bench.Submission($"Remark number {i}.", email: "ann@example.org", address: $"192.0.2.{i + 1}"))];
}
