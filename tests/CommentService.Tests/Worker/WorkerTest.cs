namespace CommentService.Tests.Worker;

/// <summary>A test with a workbench of its own.</summary>
public abstract class WorkerTest : IAsyncLifetime
{
    private protected Workbench Bench { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Bench = await Workbench.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
