using Microsoft.Net.Http.Headers;

namespace CommentService.Articles;

/// <summary><c>GET /api/v1/articles/{articleId}/comments</c>: approved comments, or 304 where the reader has them already.</summary>
internal static class ReadComments
{
    public static async Task<IResult> GetAsync(string articleId, HttpContext http, CommentPages pages)
    {
        if (!PageRequest.TryRead(articleId, http.Request.Query, out var request, out var problem))
        {
            return problem;
        }

        var version = await pages.VersionAsync(articleId);
        var headers = http.Response.Headers;
        headers.CacheControl = "no-cache";
        if (http.Request.Headers.IfNoneMatch is { Count: > 0 } known && CommentPages.ETag(request, version) is var etag && Matches(known!, etag))
        {
            headers.ETag = etag;
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        var page = await pages.RenderAsync(request, version, http.RequestAborted);
        headers.ETag = page.ETag;
        headers.ContentType = "application/json; charset=utf-8";
        headers.ContentLength = page.Body.Length;
        await http.Response.Body.WriteAsync(page.Body, http.RequestAborted);
        return Results.Empty;
    }

    private static bool Matches(IList<string> known, string etag) =>
        EntityTagHeaderValue.TryParseList(known, out var tags)
        && tags.Any(tag => tag.Tag == "*" || tag.Tag.Equals(etag, StringComparison.Ordinal));
}
