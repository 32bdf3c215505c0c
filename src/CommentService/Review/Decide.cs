using System.Diagnostics;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>A moderator's answer to one comment.</summary>
internal sealed record Decision(Guid Comment, CommentStatus To, IfMatch Expected, Actor Actor, string? Reason, string? Note)
{
    /// <summary>The actor had the rules applied to many comments and looked at none: it says nothing of what a moderator thinks of this one.</summary>
    public bool IsByRules { get; init; }
}

internal enum DecisionOutcome
{
    Changed,
    Unchanged,
    Stale,
    NotAllowed,
    Unknown,
}

/// <param name="Outcome">What became of the decision.</param>
/// <param name="Comment">The comment as it is now; null where there is none.</param>
internal sealed record Decided(DecisionOutcome Outcome, ModeratedComment? Comment);

/// <summary>
/// The one place where a moderator's decision changes a comment: status, history with its event, and what readers'
/// caches go by, in one transaction.
/// </summary>
internal sealed partial class Decide(Database database, TimeProvider time, ILogger<Decide> logger)
{
    /// <summary>What a comment may become, by what it is.</summary>
    public static IReadOnlyList<CommentStatus> Allowed(CommentStatus from) => from switch
    {
        CommentStatus.Held => [CommentStatus.Approved, CommentStatus.Rejected],
        CommentStatus.Approved => [CommentStatus.Held, CommentStatus.Removed],
        _ => [CommentStatus.Approved, CommentStatus.Held],
    };

    public async Task<Decided> RunAsync(Decision decision, CancellationToken cancellation)
    {
        // Taken here: within the transaction the writer's own activity is the current one.
        var traceParent = Activity.Current?.Id;
        var decided = await database.WriteAsync(
            async db =>
            {
                var articles = new SortedDictionary<string, int>(StringComparer.Ordinal);
                var (outcome, _) = await ChangeAsync(db, decision, articles, traceParent);
                await CountAsync(db, articles);
                return new Decided(outcome, await ModeratedComment.FindAsync(db, decision.Comment, CancellationToken.None));
            },
            cancellation);
        Tell(decision, decided.Outcome);
        return decided;
    }

    /// <summary>Makes many decisions in one commit, in order: each stands by itself, and sees those before it.</summary>
    /// <param name="decisions">What to decide.</param>
    /// <param name="cancellation">Before the commit.</param>
    /// <param name="alongside">Written in the same transaction, knowing what became of each.</param>
    /// <returns>For each what became of it, and the comment's status now.</returns>
    public async Task<IReadOnlyList<(DecisionOutcome Outcome, CommentStatus? Status)>> RunAllAsync(
        IReadOnlyList<Decision> decisions, CancellationToken cancellation, Func<CommentDb, IReadOnlyList<(DecisionOutcome Outcome, CommentStatus? Status)>, Task>? alongside = null)
    {
        var traceParent = Activity.Current?.Id;
        var outcomes = await database.WriteAsync(
            async db =>
            {
                await db.LockCommentsAsync([.. decisions.Select(d => d.Comment).Distinct()]);
                var articles = new SortedDictionary<string, int>(StringComparer.Ordinal);
                var made = new List<(DecisionOutcome, CommentStatus?)>(decisions.Count);
                foreach (var decision in decisions)
                {
                    made.Add(await ChangeAsync(db, decision, articles, traceParent));
                }

                await CountAsync(db, articles);
                await (alongside?.Invoke(db, made) ?? Task.CompletedTask);
                return made;
            },
            cancellation);
        for (var i = 0; i < decisions.Count; i++)
        {
            Tell(decisions[i], outcomes[i].Item1);
        }

        return outcomes;
    }

    /// <summary>After the commit: what was rolled back must not be counted.</summary>
    private void Tell(Decision decision, DecisionOutcome outcome)
    {
        if (outcome == DecisionOutcome.Changed)
        {
            Metrics.Decisions.Count("decision", decision.To.Word());
        }

        LogDecision(decision.Comment, decision.To, outcome, decision.Actor.Id);
    }

    private async Task<(DecisionOutcome Outcome, CommentStatus? Status)> ChangeAsync(CommentDb db, Decision decision, SortedDictionary<string, int> articles, string? traceParent)
    {
        while (true)
        {
            var now = await db.Comments.Where(c => c.Id == decision.Comment).Select(c => new { c.Status, c.Version, c.ArticleId, c.Facts }).SingleOrDefaultAsync();
            if (now is null)
            {
                return (DecisionOutcome.Unknown, null);
            }

            if (now.Status == decision.To)
            {
                return (DecisionOutcome.Unchanged, now.Status);
            }

            if (!decision.Expected.Allows(now.Version))
            {
                return (DecisionOutcome.Stale, now.Status);
            }

            if (!Allowed(now.Status).Contains(decision.To))
            {
                return (DecisionOutcome.NotAllowed, now.Status);
            }

            var at = time.GetUtcNow();
            // Where several processes write, another decision may come in between: then look again.
            if (await TryMoveAsync(db, decision, now.Version, at.UtcDateTime))
            {
                await RecordAsync(db, decision, now.Status, now.Version + 1, at, traceParent);
                var more = (decision.To == CommentStatus.Approved ? 1 : 0) - (now.Status == CommentStatus.Approved ? 1 : 0);
                if (more != 0)
                {
                    articles[now.ArticleId] = articles.GetValueOrDefault(now.ArticleId) + more;
                }

                if (!decision.IsByRules)
                {
                    await ExternalReports.NoteAsync(db, decision.Comment, now.Facts, decision.To, now.Version + 1);
                }

                return (DecisionOutcome.Changed, decision.To);
            }
        }
    }

    private static async Task<bool> TryMoveAsync(CommentDb db, Decision decision, int version, DateTime at) =>
        await db.Comments.Where(c => c.Id == decision.Comment && c.Version == version).ExecuteUpdateAsync(s => s
            .SetProperty(c => c.Status, decision.To)
            .SetProperty(c => c.Version, version + 1)
            .SetProperty(c => c.DecidedAt, decision.To == CommentStatus.Held ? null : at)
            .SetProperty(c => c.DecidedByModerator, c => !decision.IsByRules || c.DecidedByModerator)) == 1;

    private static async Task RecordAsync(CommentDb db, Decision decision, CommentStatus from, int version, DateTimeOffset at, string? traceParent)
    {
        var change = new StateChange
        {
            EventId = Guid.CreateVersion7(at),
            CommentId = decision.Comment,
            Version = version,
            From = from,
            To = decision.To,
            At = at.UtcDateTime,
            ActorId = decision.Actor.Id,
            Actor = decision.Actor.Name,
            Reason = decision.Reason,
            Note = decision.Note,
            TraceParent = traceParent,
        };
        // Not tracked: with many decisions in one commit, each would look through those before it.
        if (!(await db.InsertNewAsync([change]))[0])
        {
            throw new InvalidOperationException("A comment's version has two changes.");
        }
    }

    /// <summary>
    /// Readers' caches go by the article's version, which covers a parent's number of replies as well. After all comments
    /// and in one order, as the worker does it: then two who change the same articles never wait for each other in a circle.
    /// </summary>
    /// <param name="db">The context of the running transaction.</param>
    /// <param name="articles">How many approved comments more each has.</param>
    private static async Task CountAsync(CommentDb db, SortedDictionary<string, int> articles)
    {
        foreach (var (article, more) in articles)
        {
            // There is none yet where only registered articles take comments: a moderator who approves one registers it.
            await db.InsertNewAsync([new Article { Id = article }]);
            await db.Articles.Where(a => a.Id == article).ExecuteUpdateAsync(s => s
                .SetProperty(a => a.Version, a => a.Version + 1)
                .SetProperty(a => a.Approved, a => a.Approved + more));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Decision {To} on comment {CommentId} by key {KeyId}: {Outcome}")]
    private partial void LogDecision(Guid commentId, CommentStatus to, DecisionOutcome outcome, Guid keyId);
}
