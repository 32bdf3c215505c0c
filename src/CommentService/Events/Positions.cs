using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Events;

/// <summary>
/// Gives committed changes their place in the event log: gap-free, only growing, by one process. Since it comes after
/// the commit, a reader that follows positions cannot miss a change whose transaction ended late.
/// </summary>
internal sealed partial class Positions(Database database, TimeProvider time, ILogger<Positions> log) : BackgroundService
{
    private const int MostAtOnce = 5_000;

    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);

    private static readonly Statement Unpositioned = new("""SELECT 1 FROM "Changes" WHERE "Position" IS NULL LIMIT 1""");

    private const string Assign =
        """
        UPDATE "Changes" SET "Position" = pending."Position" FROM (
            SELECT "Sequence", (SELECT COALESCE(MAX("Position"), 0) FROM "Changes" WHERE "Position" IS NOT NULL)
                + ROW_NUMBER() OVER (ORDER BY "Sequence") AS "Position"
            FROM "Changes" WHERE "Position" IS NULL ORDER BY "Sequence" LIMIT {0}) AS pending
        WHERE "Changes"."Sequence" = pending."Sequence"
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await database.ReadAsync(Unpositioned, row => row.Read(), stoppingToken))
                {
                    using var span = Hosting.Trace.Source.StartActivity("events.position");
                    await database.WriteAsync(db => db.Database.ExecuteSqlRawAsync(Assign, MostAtOnce), stoppingToken);
                    database.Positioned.Pulse();
                    continue;
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Nothing is lost: the changes keep waiting, and the loop looks again.
                LogFailed(log, exception.GetType().Name);
            }

            await database.Committed.WaitAsync(Recheck, time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Events could not be given their positions ({Error}); trying again")]
    private static partial void LogFailed(ILogger logger, string error);
}
