using System.Data.Common;
using CommentService.Storage;
using Microsoft.Extensions.Options;

namespace CommentService.Intake;

/// <summary>What the database says about a submission before it is taken.</summary>
/// <param name="ArticleIsThere">Whether the article may be posted to at all.</param>
/// <param name="IsOpen">Whether it takes comments.</param>
/// <param name="ParentIsThere">Whether the comment it answers is on the page, or it answers none.</param>
/// <param name="Earlier">The newest comment that a request with the same key left.</param>
internal sealed record LookupAnswer(bool ArticleIsThere, bool IsOpen, bool ParentIsThere, EarlierRequest? Earlier)
{
    /// <summary>The database is out of reach: the submission is taken, and the worker decides.</summary>
    public static LookupAnswer Unknown { get; } = new(true, true, true, null);
}

/// <summary>A submission that came before with the same request key.</summary>
internal sealed record EarlierRequest(Guid Id, long ContentKey);

/// <summary>The one read that intake makes of the database: the article, the parent and the earlier request, in one round trip.</summary>
internal sealed partial class Lookup(Database database, TimeProvider time, IOptions<ArticleOptions> options, ILogger<Lookup> log) : IDisposable
{
    private readonly bool acceptsUnknown = options.Value.UnknownArticles == UnknownArticles.Accept;
    private readonly PreparedQuery query = new(database, new Statement(
        """
        SELECT a."Open", a."CloseAt", p."Status", r."Id", r."ContentKey"
        FROM (SELECT 1) AS one
        LEFT JOIN "Articles" AS a ON a."Id" = @article
        LEFT JOIN "Comments" AS p ON p."Id" = @parent AND p."ArticleId" = @article
        LEFT JOIN (SELECT "Id", "ContentKey" FROM "Comments" WHERE "RequestKey" = @request ORDER BY "Id" DESC LIMIT 1) AS r ON TRUE
        """,
        "@article", "@parent", "@request"));

    public async ValueTask<LookupAnswer> AskAsync(string articleId, Guid? parentId, long requestKey, CancellationToken cancellation)
    {
        try
        {
            return await query.RunAsync(row => Read(row, parentId), cancellation, articleId, parentId is { } id ? database.IdArgument(id) : null, requestKey);
        }
        catch (DbException exception)
        {
            LogAway(log, exception.GetType().Name);
            return LookupAnswer.Unknown;
        }
    }

    public void Dispose() => query.Dispose();

    private LookupAnswer Read(DbDataReader row, Guid? parentId)
    {
        row.Read();
        var isKnown = !row.IsDBNull(0);
        return new LookupAnswer(
            isKnown || acceptsUnknown,
            !isKnown || Article.IsOpen(row.GetBoolean(0), row.IsDBNull(1) ? null : database.ReadTime(row, 1), time.GetUtcNow().UtcDateTime),
            parentId is null || (!row.IsDBNull(2) && row.GetInt32(2) == (int)CommentStatus.Approved),
            row.IsDBNull(3) ? null : new EarlierRequest(database.ReadId(row, 3), row.GetInt64(4)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database could not be asked about a submission ({Error}); it is taken all the same")]
    private static partial void LogAway(ILogger logger, string error);
}
