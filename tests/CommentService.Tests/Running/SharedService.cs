namespace CommentService.Tests.Running;

/// <summary>
/// One service for all tests of a class that takes it as <see cref="IClassFixture{TFixture}"/>; each test has its own
/// article. All tests post from one address, so the rules that count what comes from one are off, and what one test decides
/// must not teach the classifiers another's texts.
/// </summary>
public class SharedService : IAsyncLifetime
{
    private TestService? service;

    public TestService Service => service ?? throw new InvalidOperationException("The service starts before the first test.");

    /// <summary>What a class sets for all of its tests.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    /// <summary>The clock that a class steers; the system's if null.</summary>
    protected virtual TimeProvider? Time => null;

    /// <summary>The first policy. Three links hold a comment in it.</summary>
    public const string Policy =
        """{ "rules": { "flood": { "mode": "off" }, "duplicate": { "mode": "off" }, "author-history": { "mode": "off" }, "shape": { "mode": "off" }, "spam": { "mode": "off" }, "abuse": { "mode": "off" }, "campaign": { "mode": "off" } } }""";

    /// <summary>A text that the policy holds.</summary>
    public const string HeldText = "See http://a.example/1 http://b.example/2 http://c.example/3";

    public async ValueTask InitializeAsync() => service = await TestService.StartAsync(Settings, Time, Policy);

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
