using CommentService.Moderation;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage;

/// <summary>Notes, in the transaction of a moderator's decision, where an outside service that learns from it was wrong.</summary>
internal static class ExternalReports
{
    /// <param name="db">The context of the running transaction.</param>
    /// <param name="comment">The comment.</param>
    /// <param name="facts">Its stored facts.</param>
    /// <param name="to">What the moderator decided.</param>
    /// <param name="version">The comment's version after that.</param>
    public static async Task NoteAsync(CommentDb db, Guid comment, string? facts, CommentStatus to, int version)
    {
        // Who puts a comment back into the queue has not decided yet.
        if (to == CommentStatus.Held || VerdictRecord.ExternalOf(facts) is not { Service: ExternalService.Akismet, State: ExternalState.Answered } answer)
        {
            return;
        }

        var isSpam = to != CommentStatus.Approved;
        var told = await db.ExternalReports.Where(r => r.CommentId == comment).Select(r => (bool?)r.IsSpam).SingleOrDefaultAsync();
        if ((told ?? answer.Opinion != ExternalOpinion.Clean) == isSpam)
        {
            return;
        }

        if (!(await db.InsertNewAsync([new ExternalReport { CommentId = comment, IsSpam = isSpam, Version = version }]))[0])
        {
            await db.ExternalReports.Where(r => r.CommentId == comment)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.IsSpam, isSpam).SetProperty(r => r.Version, version).SetProperty(r => r.IsSent, false));
        }
    }
}
