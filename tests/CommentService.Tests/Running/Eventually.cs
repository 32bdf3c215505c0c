using System.Diagnostics;

namespace CommentService.Tests.Running;

/// <summary>Waits for a condition, with one deadline that only a broken service reaches.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks until what it sees is as expected, and returns it.</summary>
    public static async Task<T> SeesAsync<T>(Func<Task<T>> look, Func<T, bool> isExpected, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (isExpected(seen))
            {
                return seen;
            }

            if (watch.Elapsed > Deadline)
            {
                Assert.Fail($"{what} did not happen within {Deadline.TotalSeconds} s; last seen: {seen}");
            }

            await Task.Delay(BetweenLooks);
        }
    }

    public static Task HoldsAsync(Func<bool> condition, string what) => SeesAsync(() => Task.FromResult(condition()), holds => holds, what);
}
