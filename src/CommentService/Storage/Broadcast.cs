namespace CommentService.Storage;

/// <summary>Wakes everybody who waits. Take <see cref="Next"/> before looking: a pulse that comes after the look ends it.</summary>
internal sealed class Broadcast
{
    private volatile TaskCompletionSource next = New();

    /// <summary>Ends at the next pulse.</summary>
    public Task Next => next.Task;

    public void Pulse() => Interlocked.Exchange(ref next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
