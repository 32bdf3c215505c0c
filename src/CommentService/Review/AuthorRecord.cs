using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>What became of everything that this author sent, the comment at hand included.</summary>
internal sealed record AuthorRecord(int Approved, int Rejected, int Held, DateTime FirstSeenAt)
{
    public static async Task<AuthorRecord> OfAsync(CommentDb db, long author, CancellationToken cancellation)
    {
        var comments = db.Comments.Where(c => c.AuthorKey == author);
        var counts = await comments.GroupBy(c => c.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var first = await comments.OrderBy(c => c.Id).Select(c => c.Id).FirstAsync(cancellation);
        return new(
            counts.GetValueOrDefault(CommentStatus.Approved),
            counts.GetValueOrDefault(CommentStatus.Rejected),
            counts.GetValueOrDefault(CommentStatus.Held),
            Ids.TimeOf(first));
    }
}
