using System.Diagnostics;

namespace CommentService.Tests.Running;

/// <summary>Waits on a condition, so that no test waits for a duration.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition, TimeSpan within)
    {
        var since = Stopwatch.StartNew();
        while (!condition())
        {
            if (since.Elapsed > within)
            {
                throw new TimeoutException($"The condition does not hold after {within.TotalSeconds} s.");
            }

            await Task.Delay(20);
        }
    }
}
