using System.ComponentModel;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Storage;

namespace CommentService.Review.Stats;

/// <summary>Figures for whoever looks after moderators and rules. What it costs grows with the comments of the range, not with all that are stored.</summary>
internal static class StatsEndpoint
{
    private static readonly Statement OldestHeld = new(
        $"""SELECT "Id" FROM "Comments" WHERE "Status" = {(int)CommentStatus.Held} ORDER BY "Id" LIMIT 1""");

    public static void MapStats(this RouteGroupBuilder review) =>
        review.MapGet("/stats", GetAsync).RequireKey(KeyRole.Viewer)
            .WithName("GetStats").WithSummary("Submissions by outcome and by rule, the queue, and how long moderators took; of the last 24 hours unless asked")
            .Produces<StatsView>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> GetAsync(
        [Description("Submitted at or after this moment, RFC 3339; a day before the end unless said, or thirty with days")] string? from,
        [Description("Submitted before this moment, RFC 3339; now unless said")] string? to,
        [Description("hour (default) or day; at most 1,000 of them")] string? bucket,
        Database database,
        QueueSize queue,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var errors = new Dictionary<string, string[]>();
        var now = time.Now().UtcDateTime;
        var range = StatsRange.Read(from, to, bucket, now, errors);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        using var session = database.Reads.Rent();
        await session.BeginAsync(cancellation);
        object[] bounds = [Ids.Lowest(range.From), Ids.Lowest(range.To)];
        var changes = await session.RunAsync(ChangeTally.Changes, rows => new ChangeTally(range).AddAll(rows, cancellation), cancellation, bounds);
        var rules = await session.RunAsync(RuleTally.Findings, rows => new RuleTally().AddAll(rows), cancellation, bounds);
        var oldest = await session.RunAsync(OldestHeld, row => row.Read() ? Ids.TimeOf(row.Id(0)) : (DateTime?)null, cancellation);
        var buckets = changes.Buckets();
        return TypedResults.Ok(new StatsView(
            range.From,
            range.To,
            range.Word,
            new OutcomeCounts(buckets.Sum(b => b.Total), buckets.Sum(b => b.Approved), buckets.Sum(b => b.Held), buckets.Sum(b => b.Rejected)),
            changes.Statuses(),
            buckets,
            rules.Rules(),
            new QueueStats(await queue.CountAsync(session, cancellation), oldest, oldest is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0),
            changes.Times()));
    }
}
