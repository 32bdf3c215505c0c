using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Worker;

/// <summary>
/// What becomes of comments that were not inserted since a key of theirs was taken: the id, by an earlier delivery of the
/// same submission, or the request's, by one that was still in the queue when intake of another process, or of this one
/// after a kill, took the retry. Nothing is asked as long as all were inserted.
/// </summary>
internal static class TakenKeys
{
    /// <param name="db">The transaction in which the comments were to be inserted.</param>
    /// <param name="comments">All that were.</param>
    /// <param name="isNew">Whether each was; true afterwards also where it is another request after all, and is stored here.</param>
    public static async Task SettleAsync(CommentDb db, List<Comment> comments, bool[] isNew)
    {
        if (!isNew.Contains(false))
        {
            return;
        }

        var refused = comments.Where((_, i) => !isNew[i]).Select(c => c.Id).ToList();
        var settled = (await db.Comments.Where(c => refused.Contains(c.Id)).Select(c => c.Id)
            .Union(db.RepeatedSubmissions.Where(r => refused.Contains(r.Id)).Select(r => r.Id)).ToListAsync()).ToHashSet();
        for (var i = 0; i < isNew.Length; i++)
        {
            // The same submission may be there twice.
            isNew[i] = isNew[i] || (settled.Add(comments[i].Id) && await StoreAsync(db, comments[i]));
        }
    }

    /// <returns>Whether it was stored as a comment of its own.</returns>
    private static async Task<bool> StoreAsync(CommentDb db, Comment comment)
    {
        do
        {
            if (await db.Comments.AnyAsync(c => c.Id == comment.Id))
            {
                return false;
            }

            var first = comment.RequestKey is null ? null : await db.Comments.Where(c => c.RequestKey == comment.RequestKey).Select(c => new { c.Id, c.ContentKey }).SingleOrDefaultAsync();
            if (first is null)
            {
                continue;
            }

            var later = Ids.TimeOf(comment.Id) - Ids.TimeOf(first.Id);
            if (later >= RequestLife.Of(comment.ContentKey))
            {
                // Its time is over: from here on a retry is one of the new request.
                await db.Comments.Where(c => c.Id == first.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.RequestKey, (long?)null));
            }
            else if (first.ContentKey == comment.ContentKey && later.Duration() < RequestLife.Of(comment.ContentKey))
            {
                await db.InsertNewAsync([new RepeatedSubmission { Id = comment.Id, CommentId = first.Id }]);
                return false;
            }
            else
            {
                // Other content under the same key, at the same moment in two processes, or a request that comes after one of
                // a later day: answered with 202, so that it is stored, but no retry finds it.
                comment.RequestKey = null;
            }
        }
        while (!(await db.InsertNewAsync([comment]))[0]);

        return true;
    }
}
