using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>
/// Finds what no index leads to (a part of a text, an author's name, a rule) by looking at the comments that the other
/// filters leave, in order, and at a bounded number for a page. A page that found little goes on from where it stopped
/// looking, so that however rare what is looked for and however many the comments, no request takes long and the
/// cursor's promise holds. An index over parts of texts would be asked for by few, and paid for by each comment.
/// </summary>
internal static class QueueSearch
{
    /// <summary>Comments that one page looks at.</summary>
    public const int MostLookedAt = 20_000;

    /// <returns>The comments of the page, and after which one the next page begins; null at the end.</returns>
    public static async Task<(List<Guid> Found, Guid? Next)> RunAsync(CommentDb db, QueueFilter filter, Guid? after, int limit, CancellationToken cancellation)
    {
        var candidates = filter.Candidates(db, after);
        // Along the index alone: where this page stops looking, if there are more.
        var stop = await candidates.Skip(MostLookedAt - 1).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellation);
        var looked = stop is not { } last ? candidates : filter.NewestFirst ? candidates.Where(c => c.Id >= last) : candidates.Where(c => c.Id <= last);
        if (filter.Rule is { } rule)
        {
            looked = looked.Where(c => db.Findings.Any(f => f.CommentId == c.Id && f.Rule == rule));
        }

        var found = new List<Guid>();
        await foreach (var comment in looked.Select(c => new { c.Id, c.Name, c.Text }).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (!filter.Matches(comment.Name, comment.Text))
            {
                continue;
            }

            if (found.Count == limit)
            {
                return (found, found[^1]);
            }

            found.Add(comment.Id);
        }

        return (found, stop);
    }
}
