namespace CommentService.Tests;

/// <summary>What every test needs of the one that runs.</summary>
internal static class Test
{
    /// <summary>Ends what a test waits for when the run is ended.</summary>
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Waits until something is so. It looks again and again, and gives up only when it hangs.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var hangs = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        hangs.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await isSo())
        {
            await Task.Delay(5, hangs.Token);
        }
    }

    public static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));
}
