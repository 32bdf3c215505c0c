using System.Diagnostics;

namespace CommentService.Tests.Crash;

/// <summary>Waits for a condition, in tests and in the longer proofs, which run without a test framework.</summary>
internal static class Condition
{
    public static Task HoldsAsync(Func<bool> condition, TimeSpan within) => HoldsAsync(() => Task.FromResult(condition()), within);

    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan within)
    {
        var since = Stopwatch.StartNew();
        while (!await condition())
        {
            if (since.Elapsed > within)
            {
                throw new TimeoutException($"The condition does not hold after {within.TotalSeconds} s.");
            }

            await Task.Delay(20);
        }
    }
}
