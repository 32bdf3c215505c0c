using CommentService.Compliance.Running;

[assembly: AssemblyFixture(typeof(SharedBroker))]

namespace CommentService.Compliance.Running;

/// <summary>One broker for all tests that do no harm to it; each takes a virtual host of its own.</summary>
public sealed class SharedBroker : IAsyncLifetime
{
    private BrokerProcess? broker;

    public BrokerProcess Broker => broker ?? throw new InvalidOperationException("The broker starts before the first test.");

    public async ValueTask InitializeAsync() => broker = await BrokerProcess.StartAsync(virtualHosts: 48);

    public async ValueTask DisposeAsync()
    {
        if (broker is not null)
        {
            await broker.DisposeAsync();
        }
    }
}
