using CommentService.Compliance.Servers;

namespace CommentService.Compliance.Storage;

/// <summary>Two services on one database, each with its own data directory, as two machines have it.</summary>
public abstract class TwoProcesses : IAsyncLifetime
{
    private readonly HashSet<TestService> stopped = [];
    private string database = "";

    private protected TestService First { get; private set; } = null!;

    private protected TestService Second { get; private set; } = null!;

    private protected IReadOnlyList<TestService> Both => [First, Second];

    /// <summary>What both are told besides where the database is.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>();

    public async ValueTask InitializeAsync()
    {
        database = await TestServers.NewDatabaseAsync();
        var settings = new Dictionary<string, string?>(Settings) { ["ConnectionStrings:Postgres"] = database };
        First = await TestService.StartAsync(settings, policy: SharedService.Policy);
        Second = await TestService.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(First);
        await StopAsync(Second);
        await TestServers.DropAsync(database);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops one before the test ends.</summary>
    private protected async Task StopAsync(TestService service)
    {
        if (stopped.Add(service))
        {
            await service.DisposeAsync();
        }
    }
}
