using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage;

/// <summary>Where the event log begins and ends.</summary>
/// <param name="First">The first position that is served; one after the head where there is none.</param>
/// <param name="Head">The last position given; 0 before there is one.</param>
internal readonly record struct LogBounds(long First, long Head)
{
    /// <summary>Whether everything after a position can be had.</summary>
    public bool Allow(long after) => !IsTooOld(after) && !IsBeyondHead(after);

    public bool IsTooOld(long after) => after < First - 1;

    public bool IsBeyondHead(long after) => after > Head;

    public static async Task<LogBounds> OfAsync(CommentDb db)
    {
        var head = await db.Changes.Where(c => c.Position != null).MaxAsync(c => c.Position) ?? 0;
        var first = await db.LogMarks.Where(m => m.Name == LogMark.First).Select(m => m.Position).SingleOrDefaultAsync();
        return new(Math.Max(1, first), head);
    }
}
