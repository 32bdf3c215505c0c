namespace CommentService.Tests;

/// <summary>The test that runs.</summary>
internal static class Test
{
    /// <summary>Ends what a test waits for when the run is ended.</summary>
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
