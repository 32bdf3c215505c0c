using System.Text.Json;
using CommentService.Contracts;
using CommentService.Hosting;
using CommentService.Storage;
using MassTransit;

namespace CommentService.Messaging;

/// <summary>
/// Embedded: hands what the spool holds to the in-memory bus, in order, and lets go of it once the worker has stored it.
/// The bus is unbounded and forgets at a stop, so only a few groups are on it at a time; all else waits on disk.
/// What a killed process left is handed over by the same loop, from the beginning.
/// </summary>
internal sealed partial class Handover(Spool spool, Database database, IBus bus, TimeProvider time, ILogger<Handover> log) : BackgroundService
{
    /// <summary>Groups on the bus at once: one that the worker has, one that is ready when it comes for more.</summary>
    private const int MostGroups = 2;

    // Under load a large group is cheap: index pages that several of its comments share are written once.
    private const int MostRows = 1_000;
    private const int MostBytes = 512 * 1024;

    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim slots = new(MostGroups);
    private readonly Dictionary<Guid, long> handedOver = [];

    /// <summary>The last row that was set aside. Where the database fails after it, the rows are read again, this one too perhaps.</summary>
    private long setAside;

    /// <summary>The worker has stored this group (or set it aside as dead letters): it leaves the spool.</summary>
    public void Complete(IReadOnlyList<Submission> group)
    {
        var stored = new List<SpooledSubmission>(group.Count);
        lock (handedOver)
        {
            foreach (var submission in group)
            {
                if (handedOver.Remove(submission.Id, out var sequence))
                {
                    stored.Add(new SpooledSubmission(sequence, submission));
                }
            }
        }

        spool.Release(stored);
    }

    /// <summary>The worker is done with a group, stored or not: the next one may come.</summary>
    public void FreeSlot() => slots.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var after = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            await slots.WaitAsync(stoppingToken);
            var isHandedOver = false;
            try
            {
                var rows = spool.ReadAfter(after, MostRows, MostBytes);
                isHandedOver = await HandOverAsync(await ReadableAsync(rows, stoppingToken), stoppingToken);
                after = rows.Count > 0 ? rows[^1].Sequence : after;
                if (rows.Count > 0)
                {
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

    private async Task<bool> HandOverAsync(List<Submission> group, CancellationToken cancellation)
    {
        if (group.Count == 0)
        {
            return false;
        }

        using var span = Trace.Source.StartActivity("spool.handover");
        await bus.Publish(new ModerateSubmissions { Submissions = group }, cancellation);
        return true;
    }

    private async Task<List<Submission>> ReadableAsync(List<SpoolRow> rows, CancellationToken cancellation)
    {
        var group = new List<Submission>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                var submission = SubmissionBody.Read(row.Body);
                lock (handedOver)
                {
                    handedOver[submission.Id] = row.Sequence;
                }

                group.Add(submission);
            }
            catch (JsonException) when (row.Sequence <= setAside)
            {
                // It has been let go of, and counting it twice would make the spool look emptier than it is.
            }
            catch (JsonException)
            {
                await SetAsideAsync(row, cancellation);
            }
        }

        return group;
    }

    private async Task SetAsideAsync(SpoolRow row, CancellationToken cancellation)
    {
        LogUnreadable(log, row.Sequence);
        await DeadLetters.AddAsync(database, [row.Body], "The spool holds no readable submission here.", time, cancellation);
        setAside = row.Sequence;
        spool.Release([new SpooledSubmission(row.Sequence, null)]);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What waits in the spool could not be handed over ({Error}); trying again")]
    private static partial void LogFailed(ILogger logger, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Spool row {Sequence} cannot be read; it became a dead letter")]
    private static partial void LogUnreadable(ILogger logger, long sequence);
}
