namespace CommentService.Compliance.Running;

/// <summary>
/// The tests that take a broker away, one after the other: they share one node, since its start takes longest, and each has
/// a virtual host of its own. A test that fails while it is away leaves it so; the next one starts it again.
/// </summary>
[CollectionDefinition(Name)]
public sealed class OutageBroker : ICollectionFixture<OutageBroker>, IAsyncLifetime
{
    public const string Name = "Outages of the broker";

    private BrokerProcess? broker;

    public BrokerProcess Broker => broker ?? throw new InvalidOperationException("The broker starts before the first test.");

    public async ValueTask InitializeAsync() => broker = await BrokerProcess.StartAsync(virtualHosts: 12);

    /// <summary>A virtual host on a broker that is there.</summary>
    public async Task<string> NewAddressAsync()
    {
        if (Broker.HasEnded)
        {
            await Broker.StartAgainAsync();
        }

        return Broker.NewAddress();
    }

    public async ValueTask DisposeAsync()
    {
        if (broker is not null)
        {
            await broker.DisposeAsync();
        }
    }
}
