using System.Collections.Concurrent;
using CommentService.Contracts;
using CommentService.Hosting;
using MassTransit;

namespace CommentService.Messaging;

/// <summary>
/// Embedded: hands what the spool holds to the in-memory bus, in order, and lets go of it once the worker has stored it.
/// The bus is unbounded and forgets at a stop, so only a few groups are on it at a time; all else waits on disk.
/// What a killed process left is handed over by the same loop, from the beginning.
/// </summary>
internal sealed partial class Handover(Spool spool, Crowd crowd, IBus bus, TimeProvider time, ILogger<Handover> log) : BackgroundService
{
    /// <summary>Groups on the bus at once: those that the worker takes on, and one that is ready when it comes for more.</summary>
    private const int MostGroups = MessagingSetup.GroupsAtOnce + 1;

    // Under load a large group is cheap: index pages that several of its comments share are written once.
    private const int MostRows = 3_000;
    private const int MostBytes = 1536 * 1024;

    /// <summary>
    /// After a group the next one gathers for so long: at a steady rate that makes fewer, larger, cheaper groups, and
    /// less waiting behind each other than it adds. The first after a quiet moment goes at once.
    /// </summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(15);
    private long lastGroup = long.MinValue / 2;

    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim slots = new(MostGroups);
    private readonly ConcurrentDictionary<Guid, List<SpoolRow>> onBus = new();

    /// <summary>What a message asks to moderate, as it lies in the spool; null for a message that did not come from here.</summary>
    public IReadOnlyList<byte[]>? BodiesOf(Guid message) => onBus.TryGetValue(message, out var rows) ? rows.ConvertAll(row => row.Body) : null;

    /// <summary>The worker has stored this message's submissions (or set them aside as dead letters, those that are null): they leave the spool.</summary>
    public void Complete(Guid message, IReadOnlyList<Submission?> stored)
    {
        if (onBus.TryGetValue(message, out var rows))
        {
            spool.Release([.. rows.Zip(stored, (row, submission) => new SpooledSubmission(row.Sequence, submission))]);
        }
    }

    /// <summary>The worker is done with a message, stored or not: the next one may come.</summary>
    public void FreeSlot(Guid message)
    {
        if (onBus.TryRemove(message, out _))
        {
            slots.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var after = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            await slots.WaitAsync(stoppingToken);
            await PaceAsync(stoppingToken);
            await crowd.YieldAsync(stoppingToken);
            var isHandedOver = false;
            try
            {
                var rows = spool.ReadAfter(after, MostRows, MostBytes);
                isHandedOver = await HandOverAsync(rows, stoppingToken);
                after = rows.Count > 0 ? rows[^1].Sequence : after;
                if (rows.Count > 0)
                {
                    lastGroup = TimeProvider.System.GetTimestamp();
                    continue;
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // A disk or a database that fails: the rows stay where they are, and the loop comes back to them.
                LogFailed(log, exception.GetType().Name);
            }
            finally
            {
                if (!isHandedOver)
                {
                    slots.Release();
                }
            }

            await spool.Added.WaitAsync(Recheck, time, stoppingToken);
        }
    }

    private async Task PaceAsync(CancellationToken cancellation)
    {
        var left = Pace - TimeProvider.System.GetElapsedTime(lastGroup);
        if (left > TimeSpan.Zero)
        {
            // Measured by the machine's own clock: it is the machine that needs the time.
            await Task.Delay(left, TimeProvider.System, cancellation);
        }
    }

    private async Task<bool> HandOverAsync(List<SpoolRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return false;
        }

        using var span = Trace.Source.StartActivity("spool.handover");
        var message = NewId.NextGuid();
        // The message does not carry them: it stays in this process, where the rows are at hand.
        onBus[message] = rows;
        try
        {
            await bus.Publish(new ModerateSubmissions { Bodies = [] }, context => context.MessageId = message, cancellation);
            return true;
        }
        catch
        {
            onBus.TryRemove(message, out _);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What waits in the spool could not be handed over ({Error}); trying again")]
    private static partial void LogFailed(ILogger logger, string error);
}
