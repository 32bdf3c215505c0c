using CommentService.Hosting;
using CommentService.Messaging.RabbitMq;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client.Exceptions;

namespace CommentService.Events.RabbitMq;

/// <summary>
/// Follows the event log and publishes it to RabbitMQ, in one process at a time. Its place in the log is its own and is
/// stored after the broker's confirms: what a kill cuts off is published again, with the same ids. A broker that is away
/// delays nobody else.
/// </summary>
internal sealed partial class EventRelay(Database database, EventLog log, BrokerAddress address, TimeProvider time, ILogger<EventRelay> logger) : BackgroundService
{
    private const int MostAtOnce = 512;

    /// <summary>Its mark's name in the log marks, and its lease's.</summary>
    private const string Name = "rabbitmq";

    private static readonly TimeSpan Recheck = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>While one queue refuses what the others take, they are sent it again each time: once a minute will do.</summary>
    private const int MostDoublings = 6;

    private static readonly Statement Mark = new("""SELECT "Position" FROM "LogMarks" WHERE "Name" = @name""", "@name");

    private readonly Lease lease = new(database, Name, time);
    private int refusals;

    /// <summary>Why it could not go on the last time; null while it can, or while another process does it.</summary>
    public string? Failure { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await lease.TryHoldAsync(stoppingToken))
                {
                    await RelayAsync(stoppingToken);
                }

                Failure = null;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Its place is kept, and it begins anew from there.
                if (Failure is null)
                {
                    LogFailed(logger, exception.GetType().Name);
                }

                Failure = exception.GetType().Name;
                refusals = exception is PublishException ? Math.Min(refusals + 1, MostDoublings) : 0;
            }

            await Task.Delay(Pause * (1 << refusals), time, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await lease.GiveBackAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException || database.IsOutage(exception))
        {
            // Then another takes it when it is old enough.
        }
    }

    private async Task RelayAsync(CancellationToken cancellation)
    {
        await using var outlet = await EventOutlet.OpenAsync(address, time, cancellation);
        var after = await database.ReadAsync(Mark, row => row.Read() ? row.Number(0) : 0, cancellation, Name);
        Failure = null;
        var kept = Task.FromResult(true);
        try
        {
            while (!cancellation.IsCancellationRequested && await lease.TryHoldAsync(cancellation))
            {
                var positioned = database.Positioned.Next;
                var head = await log.HeadAsync(cancellation);
                Metrics.RelayLag.Record(head - after);
                if (head > after)
                {
                    using var span = Trace.Source.StartActivity("events.relay");
                    var page = await log.ReadAsync(after, head, EventFilter.Everything, MostAtOnce, cancellation);
                    var confirmed = await outlet.PublishAsync(page.Events, CancellationToken.None);
                    if (!await kept)
                    {
                        return;
                    }

                    // While this page is confirmed and noted, the next one is read and published.
                    kept = KeepAsync(page, confirmed);
                    after = page.End;
                }
                else if (!await kept)
                {
                    return;
                }
                else
                {
                    await Task.WhenAny(positioned, Task.Delay(Recheck, time, cancellation));
                }
            }
        }
        finally
        {
            // A stop comes after the page: what is published and not noted would be published again.
            await Task.WhenAny(kept);
        }
    }

    /// <summary>Notes a page once the broker has it.</summary>
    /// <returns>False where another process has taken over.</returns>
    private async Task<bool> KeepAsync(LogPage page, Task confirmed)
    {
        await confirmed;
        refusals = 0;
        Metrics.EventsRelayed.Add(page.Events.Count);
        return await KeepAsync(page.End, CancellationToken.None);
    }

    private Task<bool> KeepAsync(long position, CancellationToken cancellation) => database.WriteAsync(
        async db =>
        {
            if (!await lease.ConfirmAsync(db))
            {
                return false;
            }

            if (await db.LogMarks.Where(mark => mark.Name == Name).ExecuteUpdateAsync(set => set.SetProperty(mark => mark.Position, position), cancellation) == 0)
            {
                await db.InsertNewAsync([new LogMark { Name = Name, Position = position }]);
            }

            return true;
        },
        cancellation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events could not be published to RabbitMQ ({Error}); trying again from the same place")]
    private static partial void LogFailed(ILogger logger, string error);
}
