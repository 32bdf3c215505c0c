using System.Text.Json;
using CommentService.Moderation;
using CommentService.Moderation.Classifiers;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Worker.External;

internal enum LateOutcome
{
    /// <summary>The comment was judged with it.</summary>
    Taken,

    /// <summary>No comment has this id.</summary>
    Unknown,

    /// <summary>Nobody waits for it: it came before, or a moderator decided.</summary>
    NotWaited,
}

/// <summary>
/// An outside service's answer to a comment that is stored and held until it comes: the rules judge once more, with the
/// facts and the policy that the comment was judged by. A moderator who was faster has decided.
/// </summary>
internal sealed class LateAnswers(Database database, Policies policies, TimeProvider time)
{
    public async Task<LateOutcome> ApplyAsync(Guid id, ExternalAnswer answer, CancellationToken cancellation)
    {
        await using var reading = database.OpenRead();
        if (await reading.Comments.SingleOrDefaultAsync(c => c.Id == id, cancellation) is not { } comment)
        {
            return LateOutcome.Unknown;
        }

        var facts = VerdictRecord.FactsOf(comment);
        if (comment.Status != CommentStatus.Held || comment.DecidedByModerator
            || facts.External is not { State: ExternalState.Waiting } waited || waited.Service != answer.Service
            || await policies.FindAsync(comment.PolicyVersion, cancellation) is not { } policy)
        {
            return LateOutcome.NotWaited;
        }

        facts = facts with { External = answer };
        var verdict = policy.Judge(VerdictRecord.InputOf(comment), facts);
        return await database.WriteAsync(db => StoreAsync(db, comment, facts, verdict), cancellation) ? LateOutcome.Taken : LateOutcome.NotWaited;
    }

    private async Task<bool> StoreAsync(CommentDb db, Comment comment, Facts facts, Verdict verdict)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var status = JudgedSubmission.StatusOf(verdict);
        var isDecided = status != CommentStatus.Held;
        var version = comment.Version + (isDecided ? 1 : 0);
        var record = VerdictRecord.Write(facts);
        // Whoever was faster has the next version, or the other facts.
        if (await db.Comments.Where(c => c.Id == comment.Id && c.Version == comment.Version && c.Facts == comment.Facts).ExecuteUpdateAsync(s => s
            .SetProperty(c => c.Status, status)
            .SetProperty(c => c.Version, version)
            .SetProperty(c => c.DecidedAt, isDecided ? now : null)
            .SetProperty(c => c.Facts, record)
            .SetProperty(c => c.ModelVersion, ClassifierModel.BuiltIn.Number)) == 0)
        {
            return false;
        }

        await db.Findings.Where(f => f.CommentId == comment.Id).ExecuteDeleteAsync();
        await db.InsertNewAsync(CommentWriter.FindingsOf(comment.Id, verdict).ToList());
        if (isDecided)
        {
            await db.InsertNewAsync([new StateChange { EventId = Guid.CreateVersion7(now), CommentId = comment.Id, Version = version, From = comment.Status, To = status, At = now }]);
        }

        if (status == CommentStatus.Approved)
        {
            await db.InsertNewAsync([new Article { Id = comment.ArticleId }]);
            await db.Articles.Where(a => a.Id == comment.ArticleId).ExecuteUpdateAsync(s => s
                .SetProperty(a => a.Version, a => a.Version + 1)
                .SetProperty(a => a.Approved, a => a.Approved + 1));
        }

        return true;
    }
}
