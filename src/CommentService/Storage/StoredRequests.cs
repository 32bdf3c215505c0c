namespace CommentService.Storage;

/// <summary>
/// Which request keys the database may hold: a Bloom filter (Bloom, 1970) over what the last day or two left there, so that
/// a request that never came before, as nearly all, is not looked for. It errs to one side only: a key that is there is
/// never missed. Where other processes store too it knows nothing, and every key may be there.
/// </summary>
internal sealed class StoredRequests(Database database, TimeProvider time) : BackgroundService
{
    /// <summary>2 MiB for each of two days: at a million requests a day one in four hundred is looked for in vain.</summary>
    private const int Words = 1 << 18;

    private const int Probes = 4;

    private static readonly Statement Recent = new(
        """
        SELECT "RequestKey" FROM "Comments" WHERE "Id" >= @since
        UNION ALL SELECT "RequestKey" FROM "ExternalAsks" WHERE "Id" >= @since
        """,
        "@since");

    private Days days = new([], [], default);
    private volatile bool isWhole;

    /// <summary>Whether the database may hold a request with this key.</summary>
    public bool MayHold(long requestKey)
    {
        var now = days;
        return !isWhole || Has(now.Today, requestKey) || Has(now.Before, requestKey);
    }

    /// <summary>These are stored now; called before anything else forgets them.</summary>
    public void Add(IEnumerable<long> requestKeys)
    {
        if (database.IsShared)
        {
            return;
        }

        var today = Today();
        foreach (var key in requestKeys)
        {
            Set(today, key);
        }
    }

    /// <summary>Reads what earlier runs left. Until that is done, every key may be there.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => database.IsShared ? Task.CompletedTask : Task.Run(
        async () =>
        {
            var today = Today();
            using var session = database.Reads.Rent();
            isWhole = await session.RunAsync(
                Recent,
                row =>
                {
                    while (!stoppingToken.IsCancellationRequested && row.Read())
                    {
                        Set(today, row.Number(0));
                    }

                    return !stoppingToken.IsCancellationRequested;
                },
                stoppingToken,
                Ids.Lowest(time.GetUtcNow().UtcDateTime - RequestLife.OfKey));
        },
        stoppingToken);

    private ulong[] Today()
    {
        var seen = days;
        var now = time.GetUtcNow().UtcDateTime;
        if (now - seen.Began >= RequestLife.OfKey)
        {
            // Of two threads that find a new day, one makes it.
            Interlocked.CompareExchange(ref days, new Days(new ulong[Words], seen.Today, now), seen);
        }

        return days.Today;
    }

    private static bool Has(ulong[] words, long key)
    {
        if (words.Length == 0)
        {
            return false;
        }

        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = BitOf(key, probe);
            if ((Volatile.Read(ref words[bit >> 6]) & 1UL << bit) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static void Set(ulong[] words, long key)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = BitOf(key, probe);
            Interlocked.Or(ref words[bit >> 6], 1UL << bit);
        }
    }

    // A key is a hash already: its halves are all the chance that is needed (Kirsch and Mitzenmacher, 2006).
    private static int BitOf(long key, int probe) => (int)(((uint)key + ((uint)probe * ((uint)(key >> 32) | 1))) % (Words * 64));

    private sealed record Days(ulong[] Today, ulong[] Before, DateTime Began);
}
