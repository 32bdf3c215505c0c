using CommentService.Contracts;
using MassTransit;

namespace CommentService.Messaging.RabbitMq;

/// <summary>
/// The worker's ends of the queues. When the broker is there and they are not on it they are connected anew: by itself
/// the bus looks again after ever longer pauses, and never again once the broker has refused its password.
/// </summary>
/// <typeparam name="TConsumer">Who moderates what comes through the queue.</typeparam>
internal sealed partial class BrokerEndpoints<TConsumer>(
    IBusControl bus, IReceiveEndpointConnector connector, BrokerAddress address, TimeProvider time, ILogger<BrokerEndpoints<TConsumer>> log) : BackgroundService
    where TConsumer : class, IConsumer<ModerateSubmissions>
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>One that starts, or comes back by itself, has so long for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly List<HostReceiveEndpointHandle> endpoints = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Connect();
        var since = time.GetTimestamp();
        using var timer = new PeriodicTimer(BetweenLooks, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (bus.CheckHealth().Status == BusHealthStatus.Healthy)
            {
                since = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(since) > Patience && await IsThereAsync(stoppingToken))
            {
                LogConnecting(log);
                await ReconnectAsync(stoppingToken);
                since = time.GetTimestamp();
            }
        }
    }

    // One by one: where the second cannot be connected, the first is known, and is not in its own way the next time.
    private void Connect()
    {
        endpoints.Add(connector.ConnectReceiveEndpoint(MessagingSetup.Queue, (context, endpoint) => ((IRabbitMqReceiveEndpointConfigurator)endpoint).ConsumeWith<TConsumer>(context)));
        endpoints.Add(connector.ConnectReceiveEndpoint(BrokerTopology.DeadQueue, (context, endpoint) => ((IRabbitMqReceiveEndpointConfigurator)endpoint).ConsumeDeadWith<DeadLetterConsumer>(context)));
    }

    private async Task ReconnectAsync(CancellationToken stopping)
    {
        await RemoveAsync(stopping);
        try
        {
            Connect();
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // One that could not be stopped in time still has the queue's name: the next look finds it gone.
            LogFailed(log, exception.GetType().Name);
        }
    }

    private async Task RemoveAsync(CancellationToken stopping)
    {
        foreach (var endpoint in endpoints)
        {
            try
            {
                await endpoint.StopAsync(stopping).WaitAsync(Patience, time, stopping);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // It is cut off from the broker; whatever it could not end is of no consequence.
                LogFailed(log, exception.GetType().Name);
            }
        }

        endpoints.Clear();
    }

    private async Task<bool> IsThereAsync(CancellationToken stopping)
    {
        try
        {
            await using var connection = await address.Factory().CreateConnectionAsync(stopping).WaitAsync(Patience, time, stopping);
            return true;
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The broker is there again; taking from the queue")]
    private static partial void LogConnecting(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An end of the queue could not be connected anew ({Error}); trying again")]
    private static partial void LogFailed(ILogger logger, string error);
}
