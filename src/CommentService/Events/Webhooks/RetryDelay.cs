namespace CommentService.Events.Webhooks;

/// <summary>When a message that was not taken is sent again: after 5 seconds, then twice as long each time up to an hour, each a fifth shorter or longer, for three days.</summary>
internal static class RetryDelay
{
    /// <summary>So long is an event sent again and again.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private const double FirstSeconds = 5;
    private const double Jitter = 0.2;

    /// <param name="attempts">How often it was sent, from 1.</param>
    /// <param name="asked">How long the receiver asks to be left alone; more than an hour is an hour.</param>
    public static TimeSpan After(int attempts, TimeSpan? asked = null)
    {
        var seconds = Math.Min(FirstSeconds * Math.Pow(2, Math.Min(attempts - 1, 20)), Longest.TotalSeconds);
        // Hooks that failed together are not sent to together again.
        var delay = TimeSpan.FromSeconds(seconds * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble())));
        return asked > delay ? TimeSpan.FromTicks(Math.Min(asked.Value.Ticks, Longest.Ticks)) : delay;
    }
}
