namespace CommentService.Tests.Crash;

/// <summary>What must hold after any crash, each as a list of what breaks it: nothing lost, nothing twice.</summary>
internal static class Invariants
{
    private const int MostReported = 5;

    /// <summary>What must hold at any moment, even while submissions still wait in the spool.</summary>
    public static IReadOnlyList<string> BrokenAtAnyMoment(StoredState stored, Ledger ledger) =>
    [
        .. Named("is contradictory", ledger.Contradictions),
        .. Named("was accepted and is lost", Lost(stored, ledger)),
        .. Named("is stored and was never posted", stored.Comments.Select(c => c.Text).Except(ledger.Posts.Select(p => p.Text))),
        .. Named("is stored more than once", stored.Comments.GroupBy(c => c.Text).Where(g => g.Count() > 1).Select(g => g.Key)),
        .. Named("breaks the chain of changes", BrokenChains(stored)),
        .. Named("is an event id given twice", Repeated(stored.Changes.Select(c => c.Event))),
        .. Named("breaks the order of positions", BrokenPositions(stored)),
        .. Named("counts its approved comments wrongly", stored.Approved.Where(a => a.Value != stored.Comments.Count(c => c.Article == a.Key && c.Status == 1)).Select(a => $"{a.Key} ({a.Value})")),
        .. Named("is a decision answered with 200 and lost", LostDecisions(stored, ledger)),
        .. Named("is a decision that nobody sent", InventedDecisions(stored, ledger)),
        .. Named("is wrong with a file", stored.Integrity),
    ];

    /// <summary>What must hold besides once everything is settled and the service has stopped in order.</summary>
    public static IReadOnlyList<string> BrokenAtRest(StoredState stored, Ledger ledger, IReadOnlyDictionary<Guid, string> receipts, params IReadOnlyList<Guid>[] walks)
    {
        var log = stored.Changes.Where(c => c.Position is not null).OrderBy(c => c.Position).Select(c => c.Event).ToList();
        var status = stored.Comments.ToDictionary(c => c.Id, c => c.Status);
        var words = receipts.ToDictionary(r => r.Key, r => status.TryGetValue(stored.CommentOf(r.Key), out var now) ? StoredState.WordOf(now) : null);
        return
        [
            .. BrokenAtAnyMoment(stored, ledger),
            .. Named("was posted and is not answered", ledger.Unanswered.Select(p => p.Text)),
            .. Named("was accepted under another id than its comment's", Misnamed(stored, ledger)),
            .. Named("waits in the spool", stored.Spooled),
            .. Named("has no position", stored.Changes.Where(c => c.Position is null).Select(c => c.Event)),
            .. Named("has a receipt that says otherwise", receipts.Where(r => words[r.Key] != r.Value).Select(r => $"{r.Key} ({r.Value})")),
            .. Named("is not the feed that was walked", walks.Where(walk => !walk.SequenceEqual(log)).Select(walk => $"{walk.Count} of {log.Count} events")),
            .. Named("is a comment that the service failed on", Enumerable.Repeat("held unjudged", stored.Unjudged)),
            .. Named("is a dead letter", Enumerable.Repeat("set aside", stored.DeadLetters)),
        ];
    }

    private static IEnumerable<Guid> Lost(StoredState stored, Ledger ledger) =>
        ledger.Accepted.SelectMany(p => p.Ids).Select(stored.CommentOf).Except(stored.Comments.Select(c => c.Id).Concat(stored.Spooled));

    private static IEnumerable<string> Misnamed(StoredState stored, Ledger ledger)
    {
        var ids = ledger.Accepted.ToDictionary(p => p.Text, p => p.Ids);
        return stored.Comments.Where(c => !ids.TryGetValue(c.Text, out var given) || given.Exists(id => stored.CommentOf(id) != c.Id)).Select(c => $"{c.Id} '{c.Text}'");
    }

    private static IEnumerable<string> BrokenChains(StoredState stored)
    {
        var changes = stored.Changes.ToLookup(c => c.Comment);
        foreach (var comment in stored.Comments)
        {
            var version = 0;
            int? status = null;
            foreach (var change in changes[comment.Id].OrderBy(c => c.Version))
            {
                if (change.Version != ++version || change.From != status)
                {
                    yield return $"{comment.Id}: version {change.Version} from {change.From} where {version} from {status} is next";
                }

                status = change.To;
            }

            if (version != comment.Version || status != comment.Status)
            {
                yield return $"{comment.Id}: its changes end with version {version}, status {status}; it has {comment.Version}, {comment.Status}";
            }
        }

        foreach (var stray in stored.Changes.Select(c => c.Comment).Except(stored.Comments.Select(c => c.Id)))
        {
            yield return $"{stray}: changes without a comment";
        }
    }

    private static IEnumerable<string> BrokenPositions(StoredState stored)
    {
        var given = stored.Changes.Where(c => c.Position is not null).OrderBy(c => c.Position).ToList();
        for (var i = 0; i < given.Count; i++)
        {
            if (given[i].Position != i + 1)
            {
                yield return $"position {given[i].Position} where {i + 1} is next";
                yield break;
            }
        }

        foreach (var comment in given.GroupBy(c => c.Comment))
        {
            if (!comment.Select(c => c.Version).SequenceEqual(comment.Select(c => c.Version).Order()))
            {
                yield return $"{comment.Key}: its versions are out of order in the log";
            }
        }
    }

    private static IEnumerable<string> LostDecisions(StoredState stored, Ledger ledger)
    {
        var made = stored.Changes.Select(c => (c.Comment, StoredState.WordOf(c.To), c.Version)).ToHashSet();
        return ledger.Decisions.Where(d => d.Version is { } version && !made.Contains((d.Comment, d.To, version))).Select(d => $"{d.Comment} {d.To}");
    }

    private static IEnumerable<string> InventedDecisions(StoredState stored, Ledger ledger)
    {
        var sent = ledger.Decisions.Select(d => (d.Comment, d.To)).ToHashSet();
        return stored.Changes.Where(c => c.Version > 1 && !(c.ByModerator && sent.Contains((c.Comment, StoredState.WordOf(c.To))))).Select(c => $"{c.Comment} {StoredState.WordOf(c.To)}");
    }

    private static IEnumerable<T> Repeated<T>(IEnumerable<T> all) => all.GroupBy(x => x).Where(g => g.Count() > 1).Select(g => g.Key);

    private static List<string> Named<T>(string what, IEnumerable<T> broken)
    {
        var all = broken.Select(b => $"{b} {what}").ToList();
        return all.Count <= MostReported ? all : [.. all.Take(MostReported), $"… {all.Count} in all: {what}"];
    }
}
