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

/// <summary>
/// All that intake reads of the database: the article, the parent and the earlier request, for all who post at a moment
/// together. Mostly it need not: the article was read just now, the comment answers none, and the request is known to be new.
/// </summary>
internal sealed partial class Lookup(Database database, StoredRequests stored, ArticleGates gates, TimeProvider time, IOptions<ArticleOptions> options, ILogger<Lookup> log)
{
    private static readonly Statement ArticleById = new("""SELECT "Open", "CloseAt" FROM "Articles" WHERE "Id" = @id""", "@id");

    private static readonly Statement ParentById = new(
        """SELECT "Status" FROM "Comments" WHERE "Id" = @id AND "ArticleId" = @article""", "@id", "@article");

    private static readonly Statement ByRequest = new(
        """
        SELECT "Id", "ContentKey" FROM "Comments" WHERE "RequestKey" = @request
        UNION ALL SELECT "Id", "ContentKey" FROM "ExternalAsks" WHERE "RequestKey" = @request
        """,
        "@request");

    /// <summary>
    /// A database that does not answer keeps nobody waiting longer, and after it was away nobody asks for a moment: by the
    /// machine's own clock, since it is the machine that waits.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private long askAgainAt;

    private readonly bool acceptsUnknown = options.Value.UnknownArticles == UnknownArticles.Accept;
    private readonly GroupedRead<Question, Answer> answers = new(database, AnswerAsync);

    public async ValueTask<LookupAnswer> AskAsync(string articleId, Guid? parentId, long requestKey)
    {
        var known = gates.Now();
        var mayBeStored = stored.MayHold(requestKey);
        var isKnown = known.TryGetValue(articleId, out var gate);
        if (isKnown && parentId is null && !mayBeStored)
        {
            return AnswerOf(gate, true, null);
        }

        if (TimeProvider.System.GetTimestamp() < Interlocked.Read(ref askAgainAt))
        {
            return LookupAnswer.Unknown;
        }

        try
        {
            var question = new Question(articleId, isKnown ? gate : null, parentId, mayBeStored ? requestKey : null);
            var answer = await answers.AskAsync(question).WaitAsync(Patience, TimeProvider.System);
            known[articleId] = answer.Article;
            return AnswerOf(answer.Article, answer.ParentIsThere, answer.Earlier);
        }
        catch (Exception exception) when (exception is TimeoutException or DbException || database.IsOutage(exception))
        {
            Interlocked.Exchange(ref askAgainAt, TimeProvider.System.GetTimestamp() + (long)(Pause.TotalSeconds * TimeProvider.System.TimestampFrequency));
            LogAway(log, exception.GetType().Name);
            return LookupAnswer.Unknown;
        }
    }

    private LookupAnswer AnswerOf(ArticleGate article, bool parentIsThere, EarlierRequest? earlier) => new(
        article.IsKnown || acceptsUnknown, Article.IsOpen(article.Open, article.CloseAt, time.GetUtcNow().UtcDateTime), parentIsThere, earlier);

    /// <summary>Mostly all articles are known and nobody answers a comment: then this is one question, and on a server one round trip.</summary>
    private static async ValueTask<Answer[]> AnswerAsync(ReadSession session, IReadOnlyList<Question> questions)
    {
        var articles = questions.Where(q => q.Known is null).Select(q => q.ArticleId).Distinct().ToList();
        var gates = await session.RunEachAsync(
            ArticleById, row => row.Read() ? new ArticleGate(true, row.Flag(0), row.TimeOrNull(1)) : ArticleGate.Unknown, articles.ConvertAll(id => new object?[] { id }), CancellationToken.None);
        var replies = questions.Where(q => q.ParentId is not null).ToList();
        var parents = new Queue<bool>(await session.RunEachAsync(
            ParentById, row => row.Read() && row.Number(0) == (int)CommentStatus.Approved, replies.ConvertAll(q => new object?[] { q.ParentId, q.ArticleId }), CancellationToken.None));
        var requests = questions.Where(q => q.RequestKey is not null).Select(q => new object?[] { q.RequestKey }).ToList();
        var earlier = new Queue<EarlierRequest?>(await session.RunEachAsync(ByRequest, Newest, requests, CancellationToken.None));
        return [.. questions.Select(q => new Answer(
            q.Known ?? gates[articles.IndexOf(q.ArticleId)], q.ParentId is null || parents.Dequeue(), q.RequestKey is null ? null : earlier.Dequeue()))];
    }

    private static EarlierRequest? Newest(Rows row)
    {
        EarlierRequest? newest = null;
        while (row.Read())
        {
            var found = new EarlierRequest(row.Id(0), row.Number(1));
            newest = newest is null || Ids.TimeOf(found.Id) > Ids.TimeOf(newest.Id) ? found : newest;
        }

        return newest;
    }

    /// <param name="ArticleId">The article that it is for.</param>
    /// <param name="Known">What is known of the article; null where it has to be read.</param>
    /// <param name="ParentId">The comment that it answers; null where it answers none.</param>
    /// <param name="RequestKey">Its request; null where it is known to be new.</param>
    private readonly record struct Question(string ArticleId, ArticleGate? Known, Guid? ParentId, long? RequestKey);

    private readonly record struct Answer(ArticleGate Article, bool ParentIsThere, EarlierRequest? Earlier);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database could not be asked about a submission ({Error}); it is taken all the same")]
    private static partial void LogAway(ILogger logger, string error);
}
