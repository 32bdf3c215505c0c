using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Worker;

/// <summary>Reads the facts for a group of submissions: each question once for each author, address, text or article in it.</summary>
internal sealed class FactLoader(HashKeys keys, TimeProvider time)
{
    /// <summary>Rows of an author that are read at least: nearly always more than there are in a flood's window.</summary>
    private const int AuthorRows = 32;

    /// <summary>No rule counts further; a flood of a million costs no more than one of a thousand.</summary>
    private const int CountAtMost = 1_000;

    private static readonly Statement Articles = new(
        """SELECT "Open", "CloseAt", "Mode" FROM "Articles" WHERE "Id" = @id""", "@id");

    private static readonly Statement Parents = new(
        """SELECT "ArticleId", "Status", "Depth", "ParentId" FROM "Comments" WHERE "Id" = @id""", "@id");

    private static readonly Statement ByAuthor = new(
        """SELECT "Id", "Status" FROM "Comments" WHERE "AuthorKey" = @key ORDER BY "Id" DESC LIMIT @most + 0""", "@key", "@most");

    private static readonly Statement ByText = new(
        $"""
        SELECT "Id", "AuthorKey", "ArticleId" FROM "Comments"
        WHERE "TextKey" = @key AND "Id" >= @since AND "Status" <> {(int)CommentStatus.Removed} ORDER BY "Id" DESC LIMIT @most + 0
        """,
        "@key", "@since", "@most");

    private static readonly Statement AuthorCount = Count("AuthorKey");
    private static readonly Statement AddressCount = Count("AddressKey");
    private static readonly Statement ArticleCount = new(
        $"""
        SELECT COUNT(*) FROM (SELECT 1 FROM "Comments"
        WHERE "ArticleId" = @key AND "Status" IN (0, 1, 2, 3) AND "Id" >= @since LIMIT {CountAtMost}) AS recent
        """,
        "@key", "@since");

    private static readonly Statement Activity = new(
        $"""
        SELECT COUNT(*), COALESCE(SUM(CASE WHEN "Status" IN ({(int)CommentStatus.Held}, {(int)CommentStatus.Rejected}) THEN 1 ELSE 0 END), 0) FROM "Comments"
        WHERE "ArticleId" = @key AND "Status" IN (0, 1, 2, 3) AND "Id" >= @since AND "Id" < @until
        """,
        "@key", "@since", "@until");

    private static readonly Statement AnyBan = new("""SELECT 1 FROM "Bans" LIMIT 1""");
    private static readonly Statement Bans = new(
        """
        SELECT "Kind", "Reason" FROM "Bans"
        WHERE (("Key" = @author AND "Kind" = 0) OR ("Key" = @email AND "Kind" = 1) OR ("Key" = @address AND "Kind" = 2) OR ("Key" = @name AND "Kind" = 3))
          AND ("ExpiresAt" IS NULL OR "ExpiresAt" > @now)
        """,
        "@author", "@email", "@address", "@name", "@now");

    public async Task<GroupFacts> LoadAsync(PreparedReads reads, IReadOnlyList<Submission> group, IReadOnlyList<long?> textKeys, Policy policy, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var first = Ids.TimeOf(group.Min(s => s.Id));
        var facts = new GroupFacts(policy);
        await AskEachAsync(reads, Articles, group.Select(s => s.ArticleId).Distinct(), id => [id], row => row.Read() ? new ArticleFact(Article.IsOpen(row.Flag(0), row.TimeOrNull(1), now), (ModerationMode)row.Number(2)) : ArticleFact.Unknown, facts.Articles, cancellation);
        await LoadParentsAsync(reads, group, facts, cancellation);
        await LoadAuthorsAsync(reads, group, facts, policy, first, cancellation);
        await LoadTextsAsync(reads, textKeys, facts, policy, first, cancellation);
        if (policy.CountsArticleFlood)
        {
            var since = Ids.Lowest(first - policy.FloodWindow);
            await AskEachAsync(reads, ArticleCount, group.Select(s => s.ArticleId).Distinct(), id => [id, since], ReadCount, facts.RecentOnArticle, cancellation);
        }

        if (policy.SurgeWindow > TimeSpan.Zero)
        {
            await LoadActivityAsync(reads, group, facts, policy, cancellation);
        }

        await LoadBansAsync(reads, group, facts, now, cancellation);
        return facts;
    }

    private static async Task LoadParentsAsync(PreparedReads reads, IReadOnlyList<Submission> group, GroupFacts facts, CancellationToken cancellation) =>
        await AskEachAsync(
            reads, Parents,
            group.Where(s => s.ParentId is not null).Select(s => s.ParentId!.Value).Distinct(),
            id => [id],
            row => row.Read() ? new ParentFact(row.Text(0), (CommentStatus)row.Number(1), (int)row.Number(2), row.IsNull(3) ? null : row.Id(3)) : null!,
            facts.Parents,
            cancellation);

    private async Task LoadAuthorsAsync(PreparedReads reads, IReadOnlyList<Submission> group, GroupFacts facts, Policy policy, DateTime first, CancellationToken cancellation)
    {
        var authors = group.Select(s => s.AuthorKey).Distinct().ToList();
        // One more than the rules want: a redelivered submission finds itself and leaves itself out.
        var most = Math.Max(policy.HistoryLength + 1, AuthorRows);
        await AskEachAsync(reads, ByAuthor, authors, key => [key, most], ReadPast, facts.ByAuthor, cancellation);
        if (policy.FloodWindow <= TimeSpan.Zero)
        {
            return;
        }

        var lowest = Ids.Lowest(first - policy.FloodWindow);
        foreach (var author in authors)
        {
            facts.RecentByAuthor[author] = facts.ByAuthor[author].Count(c => c.Id >= lowest);
        }

        // Only an author whose read rows are all recent may have more of them.
        await AskEachAsync(reads, AuthorCount, authors.FindAll(a => facts.RecentByAuthor[a] == most), key => [key, lowest], ReadCount, facts.RecentByAuthor, cancellation);
        await AskEachAsync(reads, AddressCount, group.Where(s => s.AddressKey is not null).Select(s => s.AddressKey!.Value).Distinct(), key => [key, lowest], ReadCount, facts.RecentByAddress, cancellation);
    }

    private List<PastComment> ReadPast(Rows row)
    {
        var past = new List<PastComment>();
        while (row.Read())
        {
            past.Add(new PastComment(row.Id(0), 0, "", (CommentStatus)row.Number(1)));
        }

        return past;
    }

    private static int ReadCount(Rows row) => row.Read() ? (int)row.Number(0) : 0;

    private static async Task LoadTextsAsync(PreparedReads reads, IReadOnlyList<long?> textKeys, GroupFacts facts, Policy policy, DateTime first, CancellationToken cancellation)
    {
        if (policy.DuplicateWindow <= TimeSpan.Zero)
        {
            return;
        }

        var since = Ids.Lowest(first - policy.DuplicateWindow);
        await AskEachAsync(
            reads, ByText,
            textKeys.OfType<long>().Distinct(),
            key => [key, since, CountAtMost],
            row =>
            {
                var same = new List<PastComment>();
                while (row.Read())
                {
                    same.Add(new PastComment(row.Id(0), row.Number(1), row.Text(2), CommentStatus.Approved));
                }

                return same;
            },
            facts.ByText,
            cancellation);
    }

    private static async Task LoadActivityAsync(PreparedReads reads, IReadOnlyList<Submission> group, GroupFacts facts, Policy policy, CancellationToken cancellation)
    {
        var end = Ids.TimeOf(group.Max(s => s.Id)) + TimeSpan.FromMilliseconds(1);
        foreach (var article in group.Select(s => s.ArticleId).Distinct())
        {
            var windows = new List<WindowCount>();
            for (var i = 0; i < policy.SurgeWindows; i++)
            {
                windows.Add(await CountAsync(article, end - (policy.SurgeWindow * (i + 1)), end - (policy.SurgeWindow * i)));
            }

            var before = end - (policy.SurgeWindow * policy.SurgeWindows);
            var usual = await CountAsync(article, before - TimeSpan.FromDays(1), before);
            facts.Activity[article] = new ArticleActivity(windows, usual.Comments / (TimeSpan.FromDays(1) / policy.SurgeWindow));
        }

        async Task<WindowCount> CountAsync(string article, DateTime since, DateTime until) => await reads.RunAsync(
            Activity, row => row.Read() ? new WindowCount((int)row.Number(0), (int)row.Number(1)) : new WindowCount(0, 0), cancellation, article, Ids.Lowest(since), Ids.Lowest(until));
    }

    private async Task LoadBansAsync(PreparedReads reads, IReadOnlyList<Submission> group, GroupFacts facts, DateTime now, CancellationToken cancellation)
    {
        if (!await reads.RunAsync(AnyBan, row => row.Read(), cancellation))
        {
            return;
        }

        var byId = group.DistinctBy(s => s.Id).ToDictionary(s => s.Id);
        await AskEachAsync(
            reads, Bans,
            byId.Keys,
            id => ArgumentsOf(byId[id]),
            row =>
            {
                var found = new List<BanFact>();
                while (row.Read())
                {
                    found.Add(new BanFact((BanKind)row.Number(0), row.IsNull(1) ? null : row.Text(1)));
                }

                return (IReadOnlyList<BanFact>)found;
            },
            facts.Bans,
            cancellation);

        object?[] ArgumentsOf(Submission s) =>
            [s.AuthorKey, s.Email is null ? null : keys.Email(s.Email), s.AddressKey, keys.Name(s.Name), now];
    }

    private static async Task AskEachAsync<TKey, TFact>(PreparedReads reads, Statement statement, IEnumerable<TKey> about, Func<TKey, object?[]> arguments, Func<Rows, TFact> read, Dictionary<TKey, TFact> answers, CancellationToken cancellation)
        where TKey : notnull
    {
        var all = about as IReadOnlyList<TKey> ?? [.. about];
        var facts = await reads.RunEachAsync(statement, read, [.. all.Select(arguments)], cancellation);
        for (var i = 0; i < facts.Length; i++)
        {
            if (facts[i] is not null)
            {
                answers[all[i]] = facts[i];
            }
        }
    }

    private static Statement Count(string column) => new(
        $"""SELECT COUNT(*) FROM (SELECT 1 FROM "Comments" WHERE "{column}" = @key AND "Id" >= @since LIMIT {CountAtMost}) AS recent""", "@key", "@since");
}
