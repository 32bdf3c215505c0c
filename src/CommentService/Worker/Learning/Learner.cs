using CommentService.Moderation;
using CommentService.Moderation.Classifiers;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Worker.Learning;

/// <summary>
/// Lets the site's weights learn from moderators' decisions, in the order of the event log. How far it has come stands in
/// the same row as the weights and changes in the same commit, by its version: a kill at any moment, or another process
/// that learns at the same time, leaves nothing out and counts nothing twice.
/// </summary>
internal sealed partial class Learner(Database database, LearnedWeights weights, TimeProvider time, ILogger<Learner> log) : BackgroundService
{
    private const int MostAtOnce = 200;
    private const int LookBack = 5_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly Statement Head = new("""SELECT COALESCE(MAX("Position"), 0) FROM "Changes" WHERE "Position" IS NOT NULL""");

    private static readonly Statement Progress = new("""SELECT "Version", "Position" FROM "Learning" WHERE "Id" = 1""");

    // A comment without text was erased, one that was held again was not decided, and what a policy did to earlier comments
    // at an admin's word no moderator has read.
    private static readonly Statement Decisions = new(
        $"""
        SELECT change."Position", change."To", change."Reason", comment."Name", comment."Text", comment."Email", comment."Website"
        FROM "Changes" AS change JOIN "Comments" AS comment ON comment."Id" = change."CommentId"
        WHERE change."Position" > @after AND change."Position" <= @head AND change."ActorId" IS NOT NULL
            AND change."To" <> {(int)CommentStatus.Held} AND comment."Text" <> ''
            AND (comment."DecidedByModerator" OR comment."Version" > change."Version")
        ORDER BY change."Position" LIMIT {MostAtOnce}
        """,
        "@after", "@head");

    // What stands on the pages at a decision, the latest first: what the site's usual comments look like. The look back is bounded,
    // and finds enough unless nearly all is refused.
    private static readonly Statement Published = new(
        $"""
        SELECT comment."Name", comment."Text", comment."Email", comment."Website"
        FROM "Changes" AS change JOIN "Comments" AS comment ON comment."Id" = change."CommentId"
        WHERE change."Position" > @last - {LookBack} AND change."Position" <= @last
            AND change."To" = {(int)CommentStatus.Approved} AND comment."Status" = {(int)CommentStatus.Approved} AND comment."Text" <> ''
        ORDER BY change."Position" DESC LIMIT {SiteSample.MostPublished}
        """,
        "@last");

    // What the rules refused between the decisions learnt from before and these, and no moderator has let in.
    private static readonly Statement Refused = new(
        $"""
        SELECT comment."Name", comment."Text", comment."Email", comment."Website"
        FROM "Changes" AS change JOIN "Comments" AS comment ON comment."Id" = change."CommentId"
        WHERE change."Position" > @after AND change."Position" <= @last AND change."ActorId" IS NULL
            AND change."To" = {(int)CommentStatus.Rejected} AND comment."Status" = {(int)CommentStatus.Rejected} AND comment."Text" <> ''
        ORDER BY change."Position" DESC LIMIT @most + 0
        """,
        "@after", "@last", "@most");

    // What this process has looked through without finding a decision.
    private long looked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await LearnAsync(stoppingToken))
                {
                    continue;
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Nothing is lost: the decisions are in the log, and the loop looks again.
                LogFailed(log, exception.GetType().Name);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> LearnAsync(CancellationToken cancellation)
    {
        var head = await database.ReadAsync(Head, row => row.Read() ? row.Number(0) : 0, cancellation);
        var (version, position) = await database.ReadAsync(Progress, row => row.Read() ? ((int)row.Number(0), row.Number(1)) : (0, 0), cancellation);
        var after = Math.Max(position, looked);
        if (head <= after)
        {
            return false;
        }

        var (lessons, last) = await database.ReadAsync(Decisions, ReadLessons, cancellation, after, head);
        if (lessons.Count == 0)
        {
            looked = head;
            return false;
        }

        var current = await weights.CurrentAsync(cancellation);
        if (current.Version == version)
        {
            // Learning is work for the processor: outside of the transaction, which then only asks whether it still fits.
            var sample = new SiteSample(
                await database.ReadAsync(Published, ReadInputs, cancellation, last),
                await database.ReadAsync(Refused, ReadInputs, cancellation, position, last, SiteSample.MostRefused * lessons.Count));
            var next = current.Learn(lessons, sample);
            await database.WriteAsync(db => StoreAsync(db, next, last, lessons.Count), cancellation);
        }

        return true;
    }

    private static (List<Lesson> Lessons, long Last) ReadLessons(Rows row)
    {
        var lessons = new List<Lesson>();
        var last = 0L;
        while (row.Read())
        {
            last = row.Number(0);
            lessons.Add(new Lesson(ReadInput(row, first: 3), row.Number(1) == (int)CommentStatus.Approved, row.IsNull(2) ? null : row.Text(2)));
        }

        return (lessons, last);
    }

    // The latest come first, and are to be learnt last.
    private static List<ModerationInput> ReadInputs(Rows row)
    {
        var inputs = new List<ModerationInput>();
        while (row.Read())
        {
            inputs.Add(ReadInput(row, first: 0));
        }

        inputs.Reverse();
        return inputs;
    }

    /// <param name="row">A comment's name, text, email and website follow each other in it.</param>
    /// <param name="first">The column of the name.</param>
    private static ModerationInput ReadInput(Rows row, int first) => new(
        row.Text(first), row.Text(first + 1), row.IsNull(first + 2) ? null : row.Text(first + 2), row.IsNull(first + 3) ? null : row.Text(first + 3));

    // Another process, or a reset, may have been first: then this is tried anew from what is there.
    private async Task<bool> StoreAsync(CommentDb db, SiteWeights next, long position, int lessons)
    {
        var at = time.GetUtcNow().UtcDateTime;
        var bytes = next.ToBytes();
        if (next.Version == 1)
        {
            return (await db.InsertNewAsync([new Storage.Learning { Version = 1, Position = position, Weights = bytes, Decisions = lessons, At = at }]))[0];
        }

        return await db.Learning.Where(l => l.Id == Storage.Learning.OnlyId && l.Version == next.Version - 1).ExecuteUpdateAsync(s => s
            .SetProperty(l => l.Version, next.Version)
            .SetProperty(l => l.Position, position)
            .SetProperty(l => l.Weights, bytes)
            .SetProperty(l => l.Decisions, l => l.Decisions + lessons)
            .SetProperty(l => l.At, at)) == 1;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Learning from decisions failed ({Error}); trying again")]
    private static partial void LogFailed(ILogger logger, string error);
}
