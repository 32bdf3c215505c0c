using System.Globalization;
using CommentService.Contracts;
using CommentService.Hosting;
using CommentService.Moderation.Text;
using CommentService.Storage;
using Microsoft.Extensions.Options;

namespace CommentService.Events;

/// <summary>A part of the log.</summary>
/// <param name="Events">Those that were asked for, in the order of their positions.</param>
/// <param name="End">The last position that was looked at: where to go on.</param>
internal readonly record struct LogPage(IReadOnlyList<LoggedEvent> Events, long End);

/// <summary>Reads the event log: changes by position, each joined with its comment as it is now.</summary>
internal sealed class EventLog(Database database, IOptions<HostingOptions> options)
{
    /// <summary>Positions that one part of a snapshot looks at, however few of them are of it.</summary>
    private const long MostOfSnapshot = 20_000;

    private const string Columns =
        """
        SELECT ch."Position", ch."EventId", ch."From", ch."To", ch."Version", ch."At", ch."ActorId" IS NULL,
            c."Id", c."ArticleId", c."ParentId", c."Name", c."Text", a."Title", a."Url", ch."TraceParent",
            (SELECT string_agg(f."Rule", ' ' ORDER BY f."Ordinal") FROM "Findings" AS f WHERE f."CommentId" = c."Id" AND f."Action" <> 0)
        FROM "Changes" AS ch JOIN "Comments" AS c ON c."Id" = ch."CommentId" LEFT JOIN "Articles" AS a ON a."Id" = c."ArticleId"
        """;

    private static readonly Statement Head = new("""SELECT "Position" FROM "Changes" WHERE "Position" IS NOT NULL ORDER BY "Position" DESC LIMIT 1""");

    /// <summary>What <see cref="EventType.Of"/> says, as conditions. The article is put so that no index of the articles answers it: the walk is by position, which needs no sorting.</summary>
    private static readonly Statement Range = new(
        $"""
        {Columns}
        WHERE ch."Position" > @after AND ch."Position" <= @end AND (@article = '' OR c."ArticleId" = @article)
            AND ((@removed AND ch."From" = {(int)CommentStatus.Approved})
                OR (@approved AND ch."To" = {(int)CommentStatus.Approved})
                OR (@held AND ch."To" = {(int)CommentStatus.Held} AND (ch."From" IS NULL OR ch."From" <> {(int)CommentStatus.Approved}))
                OR (@rejected AND ch."To" = {(int)CommentStatus.Rejected}))
        ORDER BY ch."Position" LIMIT @most + 0
        """,
        "@after", "@end", "@article", "@removed", "@approved", "@held", "@rejected", "@most");

    /// <summary>
    /// Of each comment that is approved, the event that made it so: what a new follower needs to know of the past. With
    /// removed, also the removals of comments that are not approved now, for one who read an earlier part some time ago.
    /// </summary>
    private const string IsOfSnapshot =
        """
        ((ch."To" = 1 AND c."Version" = ch."Version") OR (@removed AND ch."From" = 1 AND c."Status" <> 1))
        """;

    private static readonly Statement Snapshot = new(
        $"""
        {Columns}
        WHERE ch."Position" > @after AND ch."Position" <= @end AND {IsOfSnapshot}
        ORDER BY ch."Position" LIMIT @most + 0
        """,
        "@after", "@end", "@removed", "@most");

    /// <summary>The same of one article, found by its comments: the log may be a thousand times as long.</summary>
    private static readonly Statement SnapshotOfArticle = new(
        $"""
        {Columns}
        WHERE c."ArticleId" = @article AND ch."Position" + 0 > @after AND ch."Position" + 0 <= @end AND {IsOfSnapshot}
        ORDER BY ch."Position" + 0 LIMIT @most + 0
        """,
        "@article", "@after", "@end", "@removed", "@most");

    private static readonly Statement First = new("""SELECT "Position" FROM "LogMarks" WHERE "Name" = @name""", "@name");

    /// <summary>The position of the last event; 0 where there is none.</summary>
    public ValueTask<long> HeadAsync(CancellationToken cancellation) => database.ReadAsync(Head, row => row.Read() ? row.Number(0) : 0, cancellation);

    /// <summary>Where the log begins and ends.</summary>
    public async ValueTask<LogBounds> BoundsAsync(CancellationToken cancellation)
    {
        var first = await database.ReadAsync(First, row => row.Read() ? row.Number(0) : 1, cancellation, LogMark.First);
        return new(first, await HeadAsync(cancellation));
    }

    /// <summary>Reads, out of the events after a position, those that tell what is approved now; whoever goes on with all events after the end misses nothing.</summary>
    /// <param name="after">The position before the first.</param>
    /// <param name="end">The last position to look at.</param>
    /// <param name="filter">Which articles.</param>
    /// <param name="withRemoved">Also what is not approved any more: for one who read the part before some time ago.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellation">Ends the read.</param>
    public async ValueTask<LogPage> ReadSnapshotAsync(long after, long end, EventFilter filter, bool withRemoved, int most, CancellationToken cancellation)
    {
        if (filter.OnlyArticle is { Length: > 0 } article)
        {
            return Page(await database.ReadAsync(SnapshotOfArticle, ReadAll, cancellation, article, after, end, withRemoved, most), end, filter, most);
        }

        end = Math.Min(end, after + MostOfSnapshot);
        return Page(await database.ReadAsync(Snapshot, ReadAll, cancellation, after, end, withRemoved, most), end, filter, most);
    }

    /// <summary>Reads the events after a position.</summary>
    /// <param name="after">The position before the first.</param>
    /// <param name="end">The last position to look at.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellation">Ends the read.</param>
    public async ValueTask<LogPage> ReadAsync(long after, long end, EventFilter filter, int most, CancellationToken cancellation)
    {
        var types = filter.Types;
        var read = await database.ReadAsync(
            Range, ReadAll, cancellation,
            after, end, filter.OnlyArticle, types.Contains(EventTypes.Removed), types.Contains(EventTypes.Approved), types.Contains(EventTypes.Held), types.Contains(EventTypes.Rejected), most);
        return Page(read, end, filter, most);
    }

    /// <summary>A full page goes on from its last event; one that is not full from the last position that it looked at.</summary>
    private static LogPage Page(List<LoggedEvent> read, long end, EventFilter filter, int most) => new(
        filter.Articles is { Count: > 1 } ? read.FindAll(one => filter.WantsArticle(one.Event.Articleid)) : read,
        read.Count == most ? read[^1].Position : end);

    private List<LoggedEvent> ReadAll(Rows row)
    {
        var source = options.Value.PublicUrl ?? "/comments";
        var events = new List<LoggedEvent>();
        while (row.Read())
        {
            events.Add(Of(row, source));
        }

        return events;
    }

    private static LoggedEvent Of(Rows row, string source)
    {
        var (position, at) = (row.Number(0), row.Time(5));
        CommentStatus? from = row.IsNull(2) ? null : (CommentStatus)row.Number(2);
        var to = (CommentStatus)row.Number(3);
        var data = new CommentEvent
        {
            CommentId = row.Id(7),
            ArticleId = row.Text(8),
            ParentId = row.IsNull(9) ? null : row.Id(9),
            Name = row.Text(10),
            Comment = row.Text(11),
            Html = CommentHtml.Render(row.Text(11)),
            Status = to.Word(),
            PreviousStatus = from?.Word(),
            Version = (int)row.Number(4),
            SubmittedAt = Ids.TimeOf(row.Id(7)),
            DecidedAt = at,
            DecidedBy = row.Flag(6) ? "rules" : "moderator",
            Rules = row.IsNull(15) ? [] : [.. row.Text(15).Split(' ').Distinct()],
            ArticleTitle = TextOrNull(row, 12),
            ArticleUrl = TextOrNull(row, 13),
        };
        return new(
            position,
            new CloudEvent(
                "1.0", row.Id(1), source, EventType.Of(from, to), data.CommentId.ToString(), at, "application/json", position.ToString(CultureInfo.InvariantCulture), data.ArticleId, data),
            TextOrNull(row, 14));
    }

    private static string? TextOrNull(Rows row, int column) => row.IsNull(column) ? null : row.Text(column);
}
