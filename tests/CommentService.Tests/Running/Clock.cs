using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Running;

internal static class Clock
{
    /// <summary>
    /// It is later at once, as after a machine's sleep: no timer goes off for the time between, of which a day has tens of
    /// thousands a timer.
    /// </summary>
    public static void JumpBy(this FakeTimeProvider clock, TimeSpan time) => clock.AdjustTime(clock.GetUtcNow() + time);
}
