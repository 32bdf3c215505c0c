using System.Data.Common;
using CommentService.Storage;
using Microsoft.Extensions.Options;

namespace CommentService.Intake;

/// <summary>What the database says about a submission before it is taken.</summary>
/// <param name="ArticleIsThere">Whether the article may be posted to at all.</param>
/// <param name="IsOpen">Whether it takes comments.</param>
/// <param name="ParentIsThere">Whether the comment it answers is on the page, or it answers none.</param>
/// <param name="Earlier">The newest comment that a request with the same key left, stored or set apart for an outside service.</param>
internal sealed record LookupAnswer(bool ArticleIsThere, bool IsOpen, bool ParentIsThere, EarlierRequest? Earlier)
{
    /// <summary>The database is out of reach: the submission is taken, and the worker decides.</summary>
    public static LookupAnswer Unknown { get; } = new(true, true, true, null);
}

/// <summary>A submission that came before with the same request key.</summary>
internal sealed record EarlierRequest(Guid Id, long ContentKey);

/// <summary>All that intake reads of the database: the article, the parent and the earlier request, for all who post at a moment together.</summary>
internal sealed partial class Lookup(Database database, TimeProvider time, IOptions<ArticleOptions> options, ILogger<Lookup> log)
{
    private static readonly Statement ArticleById = new("""SELECT "Open", "CloseAt" FROM "Articles" WHERE "Id" = @id""", "@id");

    private static readonly Statement ParentById = new(
        """SELECT "Status" FROM "Comments" WHERE "Id" = @id AND "ArticleId" = @article""", "@id", "@article");

    private static readonly Statement ByRequest = new("""SELECT "Id", "ContentKey" FROM "Comments" WHERE "RequestKey" = @request""", "@request");

    private static readonly Statement AnyAsk = new("""SELECT 1 FROM "ExternalAsks" LIMIT 1""");
    private static readonly Statement AskByRequest = new("""SELECT "Id", "ContentKey" FROM "ExternalAsks" WHERE "RequestKey" = @request""", "@request");

    /// <summary>
    /// A database that does not answer keeps nobody waiting longer, and after it was away nobody asks for a moment: by the
    /// machine's own clock, since it is the machine that waits.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private long askAgainAt;

    private readonly GroupedRead<Question, LookupAnswer> answers = new(
        database, (session, questions) => AnswerAsync(session, questions, options.Value.UnknownArticles == UnknownArticles.Accept, time));

    public async ValueTask<LookupAnswer> AskAsync(string articleId, Guid? parentId, long requestKey)
    {
        if (TimeProvider.System.GetTimestamp() < Interlocked.Read(ref askAgainAt))
        {
            return LookupAnswer.Unknown;
        }

        try
        {
            return await answers.AskAsync(new Question(articleId, parentId, requestKey)).WaitAsync(Patience, TimeProvider.System);
        }
        catch (Exception exception) when (exception is TimeoutException or DbException || database.IsOutage(exception))
        {
            Interlocked.Exchange(ref askAgainAt, TimeProvider.System.GetTimestamp() + (long)(Pause.TotalSeconds * TimeProvider.System.TimestampFrequency));
            LogAway(log, exception.GetType().Name);
            return LookupAnswer.Unknown;
        }
    }

    private static async ValueTask<LookupAnswer[]> AnswerAsync(ReadSession session, IReadOnlyList<Question> questions, bool acceptsUnknown, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var articles = questions.Select(q => q.ArticleId).Distinct().ToList();
        var open = await session.RunEachAsync<bool?>(
            ArticleById, row => row.Read() ? Article.IsOpen(row.Flag(0), row.TimeOrNull(1), now) : null, articles.ConvertAll(id => new object?[] { id }), CancellationToken.None);
        var replies = questions.Where(q => q.ParentId is not null).ToList();
        var parents = new Queue<bool>(await session.RunEachAsync(
            ParentById, row => row.Read() && row.Number(0) == (int)CommentStatus.Approved, replies.ConvertAll(q => new object?[] { q.ParentId, q.ArticleId }), CancellationToken.None));
        var requests = questions.Select(q => new object?[] { q.RequestKey }).ToList();
        var earlier = await session.RunEachAsync(ByRequest, Newest, requests, CancellationToken.None);
        // Nearly always nothing waits for an outside service.
        var asked = await session.RunAsync(AnyAsk, row => row.Read(), CancellationToken.None)
            ? await session.RunEachAsync(AskByRequest, Newest, requests, CancellationToken.None)
            : null;
        return [.. questions.Select((q, i) =>
        {
            var isOpen = open[articles.IndexOf(q.ArticleId)];
            return new LookupAnswer(isOpen is not null || acceptsUnknown, isOpen ?? true, q.ParentId is null || parents.Dequeue(), Newer(earlier[i], asked?[i]));
        })];
    }

    private static EarlierRequest? Newest(Rows row)
    {
        EarlierRequest? newest = null;
        while (row.Read())
        {
            newest = Newer(newest, new EarlierRequest(row.Id(0), row.Number(1)));
        }

        return newest;
    }

    private static EarlierRequest? Newer(EarlierRequest? one, EarlierRequest? other) =>
        one is null || other is not null && Ids.TimeOf(other.Id) > Ids.TimeOf(one.Id) ? other : one;

    private readonly record struct Question(string ArticleId, Guid? ParentId, long RequestKey);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database could not be asked about a submission ({Error}); it is taken all the same")]
    private static partial void LogAway(ILogger logger, string error);
}
