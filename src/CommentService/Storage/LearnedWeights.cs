using CommentService.Moderation.Classifiers;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage;

/// <summary>What this site's moderators taught the classifiers. The version is looked up on each use, so that every process follows at once; the numbers are kept.</summary>
internal sealed class LearnedWeights(Database database)
{
    private static readonly Statement Newest = new("""SELECT "Version" FROM "Learning" WHERE "Id" = 1""");

    private SiteWeights known = SiteWeights.Empty;

    public async ValueTask<SiteWeights> CurrentAsync(CancellationToken cancellation)
    {
        var version = await database.ReadAsync(Newest, row => row.Read() ? (int)row.Number(0) : 0, cancellation);
        if (known.Version == version)
        {
            return known;
        }

        await using var db = database.OpenRead();
        // Newer than what was looked up does no harm.
        var stored = await db.Learning.SingleOrDefaultAsync(l => l.Id == Learning.OnlyId, cancellation);
        return known = stored is null ? SiteWeights.Empty : SiteWeights.Read(stored.Version, stored.Weights);
    }
}
