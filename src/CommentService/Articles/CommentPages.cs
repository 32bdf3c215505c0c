using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using CommentService.Moderation.Text;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace CommentService.Articles;

/// <summary>A page as it goes over the wire.</summary>
internal sealed record RenderedPage(long Version, string ETag, byte[] Body);

/// <summary>
/// Pages of approved comments. A body is kept with the article's version that was read before its comments, and the
/// version is looked up on each read: a kept body may be newer than its label, never older, so no reader sees less than
/// what was decided before they asked.
/// </summary>
internal sealed class CommentPages(Database database) : IDisposable
{
    private const long CacheBytes = 32 * 1024 * 1024;

    private static readonly string Build = typeof(CommentPages).Module.ModuleVersionId.ToString("N")[..8];

    private static readonly Statement Version = new("""SELECT "Version" FROM "Articles" WHERE "Id" = @id""", "@id");

    private readonly GroupedRead<string, long> versions = new(
        database,
        (session, articleIds) => session.RunEachAsync(Version, row => row.Read() ? row.Number(0) : 0, [.. articleIds.Select(id => new object?[] { id })], CancellationToken.None));

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = CacheBytes });

    /// <summary>The article's version; 0 for one that nobody commented on.</summary>
    public Task<long> VersionAsync(string articleId) => versions.AskAsync(articleId);

    /// <summary>The tag that a page at this version has, whether or not it is kept.</summary>
    public static string ETag(PageRequest request, long version) =>
        $"\"{version}-{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(request.ToString())):x}-{Build}\"";

    public async ValueTask<RenderedPage> RenderAsync(PageRequest request, long version, CancellationToken cancellation)
    {
        if (cache.TryGetValue(request, out RenderedPage? kept) && kept!.Version == version)
        {
            return kept;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(await ReadAsync(request, cancellation), ArticlesJson.Readable.CommentPage);
        var page = new RenderedPage(version, ETag(request, version), body);
        return cache.Set(request, page, new MemoryCacheEntryOptions { Size = body.Length + 512 });
    }

    public void Dispose() => cache.Dispose();

    private async Task<CommentPage> ReadAsync(PageRequest request, CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        var approved = db.Comments.Where(c => c.ArticleId == request.ArticleId && c.Status == CommentStatus.Approved);
        if (request.After is { } after)
        {
            approved = request.NewestFirst ? approved.Where(c => c.Id < after) : approved.Where(c => c.Id > after);
        }

        approved = request.NewestFirst ? approved.OrderByDescending(c => c.Id) : approved.OrderBy(c => c.Id);
        var rows = await approved.Take(request.Limit + 1)
            .Select(c => new { c.Id, c.ParentId, c.Name, c.Website, c.Text }).ToListAsync(cancellation);
        var page = rows.Take(request.Limit).ToList();
        var ids = page.ConvertAll(c => c.Id);
        // Adding nothing to the status keeps SQLite from reading all approved comments for it: fifty parents look like more to it.
        var replies = await db.Comments.Where(c => c.ParentId != null && ids.Contains(c.ParentId.Value) && (int)c.Status + 0 == (int)CommentStatus.Approved)
            .GroupBy(c => c.ParentId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        return new CommentPage(
            page.ConvertAll(c => new PublishedComment(c.Id, request.ArticleId, c.ParentId, c.Name, c.Website, c.Text, CommentHtml.Render(c.Text), Ids.TimeOf(c.Id), replies.GetValueOrDefault(c.Id), Edited: false)),
            rows.Count > request.Limit ? PageRequest.Cursor(page[^1].Id) : null);
    }
}
