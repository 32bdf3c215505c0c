using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Worker;

/// <summary>Reads the facts for a group of submissions: each question once for each author, address, text or article in it.</summary>
internal sealed class FactLoader(Database database, HashKeys keys, TimeProvider time) : IDisposable
{
    /// <summary>No rule counts further; a flood of a million costs no more than one of a thousand.</summary>
    private const int CountAtMost = 1_000;

    private readonly PreparedQuery articles = new(database, new Statement(
        """SELECT "Open", "CloseAt", "Mode" FROM "Articles" WHERE "Id" = @id""", "@id"));

    private readonly PreparedQuery parents = new(database, new Statement(
        """SELECT "ArticleId", "Status", "Depth", "ParentId" FROM "Comments" WHERE "Id" = @id""", "@id"));

    private readonly PreparedQuery byAuthor = new(database, new Statement(
        """SELECT "Id", "Status" FROM "Comments" WHERE "AuthorKey" = @key ORDER BY "Id" DESC LIMIT @most""", "@key", "@most"));

    private readonly PreparedQuery byText = new(database, new Statement(
        $"""
        SELECT "Id", "AuthorKey", "ArticleId" FROM "Comments"
        WHERE "TextKey" = @key AND "Id" >= @since AND "Status" <> {(int)CommentStatus.Removed} ORDER BY "Id" DESC LIMIT @most
        """,
        "@key", "@since", "@most"));

    private readonly PreparedQuery authorCount = Count(database, "AuthorKey");
    private readonly PreparedQuery addressCount = Count(database, "AddressKey");
    private readonly PreparedQuery articleCount = new(database, new Statement(
        $"""
        SELECT COUNT(*) FROM (SELECT 1 FROM "Comments"
        WHERE "ArticleId" = @key AND "Status" IN (0, 1, 2, 3) AND "Id" >= @since LIMIT {CountAtMost}) AS recent
        """,
        "@key", "@since"));

    private readonly PreparedQuery anyBan = new(database, new Statement("""SELECT 1 FROM "Bans" LIMIT 1"""));
    private readonly PreparedQuery bans = new(database, new Statement(
        """
        SELECT "Kind", "Reason" FROM "Bans"
        WHERE (("Key" = @author AND "Kind" = 0) OR ("Key" = @email AND "Kind" = 1) OR ("Key" = @address AND "Kind" = 2) OR ("Key" = @name AND "Kind" = 3))
          AND ("ExpiresAt" IS NULL OR "ExpiresAt" > @now)
        """,
        "@author", "@email", "@address", "@name", "@now"));

    public async Task<GroupFacts> LoadAsync(IReadOnlyList<Submission> group, IReadOnlyList<long?> textKeys, Policy policy, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var first = Ids.TimeOf(group.Min(s => s.Id));
        var facts = new GroupFacts(policy);
        await AskEachAsync(articles, group.Select(s => s.ArticleId).Distinct(), id => [id], row => row.Read() ? new ArticleFact(Article.IsOpen(row.GetBoolean(0), row.IsDBNull(1) ? null : database.ReadTime(row, 1), now), (ModerationMode)row.GetInt32(2)) : ArticleFact.Unknown, facts.Articles, cancellation);
        await LoadParentsAsync(group, facts, cancellation);
        await LoadAuthorsAsync(group, facts, policy, first, cancellation);
        await LoadTextsAsync(textKeys, facts, policy, first, cancellation);
        if (policy.CountsArticleFlood)
        {
            var since = database.IdArgument(Ids.Lowest(first - policy.FloodWindow));
            await AskEachAsync(articleCount, group.Select(s => s.ArticleId).Distinct(), id => [id, since], row => row.Read() ? row.GetInt32(0) : 0, facts.RecentOnArticle, cancellation);
        }

        await LoadBansAsync(group, facts, now, cancellation);
        return facts;
    }

    public void Dispose()
    {
        foreach (var query in new[] { articles, parents, byAuthor, byText, authorCount, addressCount, articleCount, anyBan, bans })
        {
            query.Dispose();
        }
    }

    private async Task LoadParentsAsync(IReadOnlyList<Submission> group, GroupFacts facts, CancellationToken cancellation) =>
        await AskEachAsync(
            parents,
            group.Where(s => s.ParentId is not null).Select(s => s.ParentId!.Value).Distinct(),
            id => [database.IdArgument(id)],
            row => row.Read() ? new ParentFact(row.GetString(0), (CommentStatus)row.GetInt32(1), row.GetInt32(2), row.IsDBNull(3) ? null : database.ReadId(row, 3)) : null!,
            facts.Parents,
            cancellation);

    private async Task LoadAuthorsAsync(IReadOnlyList<Submission> group, GroupFacts facts, Policy policy, DateTime first, CancellationToken cancellation)
    {
        var authors = group.Select(s => s.AuthorKey).Distinct().ToList();
        if (policy.HistoryLength > 0)
        {
            await AskEachAsync(
                byAuthor,
                authors,
                // One more than the rules want: a redelivered submission finds itself and leaves itself out.
                key => [key, policy.HistoryLength + 1],
                row =>
                {
                    var past = new List<PastComment>();
                    while (row.Read())
                    {
                        past.Add(new PastComment(database.ReadId(row, 0), 0, "", (CommentStatus)row.GetInt32(1)));
                    }

                    return past;
                },
                facts.ByAuthor,
                cancellation);
        }

        if (policy.FloodWindow > TimeSpan.Zero)
        {
            var since = database.IdArgument(Ids.Lowest(first - policy.FloodWindow));
            await AskEachAsync(authorCount, authors, key => [key, since], row => row.Read() ? row.GetInt32(0) : 0, facts.RecentByAuthor, cancellation);
            await AskEachAsync(addressCount, group.Where(s => s.AddressKey is not null).Select(s => s.AddressKey!.Value).Distinct(), key => [key, since], row => row.Read() ? row.GetInt32(0) : 0, facts.RecentByAddress, cancellation);
        }
    }

    private async Task LoadTextsAsync(IReadOnlyList<long?> textKeys, GroupFacts facts, Policy policy, DateTime first, CancellationToken cancellation)
    {
        if (policy.DuplicateWindow <= TimeSpan.Zero)
        {
            return;
        }

        var since = database.IdArgument(Ids.Lowest(first - policy.DuplicateWindow));
        await AskEachAsync(
            byText,
            textKeys.OfType<long>().Distinct(),
            key => [key, since, CountAtMost],
            row =>
            {
                var same = new List<PastComment>();
                while (row.Read())
                {
                    same.Add(new PastComment(database.ReadId(row, 0), row.GetInt64(1), row.GetString(2), CommentStatus.Approved));
                }

                return same;
            },
            facts.ByText,
            cancellation);
    }

    private async Task LoadBansAsync(IReadOnlyList<Submission> group, GroupFacts facts, DateTime now, CancellationToken cancellation)
    {
        if (!await anyBan.RunAsync(row => row.Read(), cancellation))
        {
            return;
        }

        await AskEachAsync(
            bans,
            group.Select(s => s.Id),
            id => ArgumentsOf(group.First(s => s.Id == id)),
            row =>
            {
                var found = new List<BanFact>();
                while (row.Read())
                {
                    found.Add(new BanFact((BanKind)row.GetInt32(0), row.IsDBNull(1) ? null : row.GetString(1)));
                }

                return (IReadOnlyList<BanFact>)found;
            },
            facts.Bans,
            cancellation);

        object?[] ArgumentsOf(Submission s) =>
            [s.AuthorKey, s.Email is null ? null : keys.Email(s.Email), s.AddressKey, keys.Name(s.Name), database.TimeArgument(now)];
    }

    private static async Task AskEachAsync<TKey, TFact>(PreparedQuery query, IEnumerable<TKey> about, Func<TKey, object?[]> arguments, Func<System.Data.Common.DbDataReader, TFact> read, Dictionary<TKey, TFact> answers, CancellationToken cancellation)
        where TKey : notnull
    {
        var all = about as IReadOnlyList<TKey> ?? [.. about];
        var facts = await query.RunEachAsync(read, [.. all.Select(arguments)], cancellation);
        for (var i = 0; i < facts.Length; i++)
        {
            if (facts[i] is not null)
            {
                answers[all[i]] = facts[i];
            }
        }
    }

    private static PreparedQuery Count(Database database, string column) => new(database, new Statement(
        $"""SELECT COUNT(*) FROM (SELECT 1 FROM "Comments" WHERE "{column}" = @key AND "Id" >= @since LIMIT {CountAtMost}) AS recent""", "@key", "@since"));
}
