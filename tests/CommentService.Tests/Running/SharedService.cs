namespace CommentService.Tests.Running;

/// <summary>One service for all tests of a class that takes it as <see cref="IClassFixture{TFixture}"/>; each test has its own article.</summary>
public class SharedService : IAsyncLifetime
{
    private TestService? service;

    public TestService Service => service ?? throw new InvalidOperationException("The service starts before the first test.");

    /// <summary>What a class sets for all of its tests.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    public async ValueTask InitializeAsync() => service = await TestService.StartAsync(Settings);

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
