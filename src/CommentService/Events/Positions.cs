using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Events;

/// <summary>
/// Gives committed changes their place in the event log: gap-free, only growing, by one process (the one with the
/// lease, which each of its transactions rests on). Since it comes after the commit, a reader that follows positions
/// cannot miss a change whose transaction ended late.
/// </summary>
internal sealed partial class Positions(Database database, TimeProvider time, ILogger<Positions> log) : BackgroundService
{
    private const int MostAtOnce = 5_000;

    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecheckShared = TimeSpan.FromMilliseconds(200);

    private static readonly Statement Unpositioned = new("""SELECT 1 FROM "Changes" WHERE "Position" IS NULL LIMIT 1""");

    private const string Assign =
        """
        UPDATE "Changes" SET "Position" = pending."Position" FROM (
            SELECT "Sequence", (SELECT COALESCE(MAX("Position"), 0) FROM "Changes" WHERE "Position" IS NOT NULL)
                + ROW_NUMBER() OVER (ORDER BY "Sequence") AS "Position"
            FROM "Changes" WHERE "Position" IS NULL ORDER BY "Sequence" LIMIT {0}) AS pending
        WHERE "Changes"."Sequence" = pending."Sequence"
        """;

    private readonly Lease lease = new(database, "positions", time);

    /// <summary>Whether it is this process that gives them.</summary>
    public bool Leads { get; private set; }

    /// <summary>Why it could not the last time; null while it can.</summary>
    public string? Failure { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Leads = await lease.TryHoldAsync(stoppingToken);
                if (Leads && await database.ReadAsync(Unpositioned, row => row.Read(), stoppingToken))
                {
                    using var span = Hosting.Trace.Source.StartActivity("events.position");
                    await database.WriteAsync(async db => await lease.ConfirmAsync(db) ? await db.Database.ExecuteSqlRawAsync(Assign, MostAtOnce) : 0, stoppingToken);
                    database.Positioned.Pulse();
                    continue;
                }

                Failure = null;
                if (!database.IsShared)
                {
                    // There changes have their positions from the start: the commit that woke this may have brought some.
                    database.Positioned.Pulse();
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing is lost: the changes keep waiting, and the loop looks again.
                if (Failure is null)
                {
                    LogFailed(log, exception.GetType().Name);
                }

                Failure = exception.GetType().Name;
            }

            // Another process's commit wakes nobody here.
            await database.Committed.WaitAsync(database.IsShared ? RecheckShared : Recheck, time, stoppingToken);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Events could not be given their positions ({Error}); trying again")]
    private static partial void LogFailed(ILogger logger, string error);
}
