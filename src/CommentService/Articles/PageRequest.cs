using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using CommentService.Hosting;
using CommentService.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommentService.Articles;

/// <summary>Which page of which article's comments; equal requests have equal bodies at one version of the article.</summary>
internal sealed record PageRequest(string ArticleId, bool NewestFirst, int Limit, Guid? After)
{
    public static bool TryRead(string articleId, IQueryCollection query, [NotNullWhen(true)] out PageRequest? request, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        request = null;
        problem = null;
        var sort = query["sort"].Count == 0 ? "oldest" : query["sort"].ToString();
        Guid? after = null;
        if (!Storage.ArticleId.IsValid(articleId))
        {
            problem = Problem.Invalid("articleId", Storage.ArticleId.Invalid);
        }
        else if (sort is not ("oldest" or "newest"))
        {
            problem = Problem.Invalid("sort", "There is oldest and newest.");
        }
        else if (!PageLimit.TryRead(query["limit"].Count == 0 ? null : query["limit"].ToString(), out var limit))
        {
            problem = Problem.Invalid("limit", PageLimit.Message);
        }
        else if (query["cursor"].Count > 0 && !TryReadCursor(query["cursor"].ToString(), out after))
        {
            problem = Problem.Invalid("cursor", "This is no cursor that this service gave: take the next of an earlier page.");
        }
        else
        {
            request = new PageRequest(articleId, sort == "newest", limit, after);
        }

        return request is not null;
    }

    /// <summary>The cursor to the page after a comment.</summary>
    public static string Cursor(Guid last) => Base64Url.EncodeToString(last.ToByteArray(true));

    private static bool TryReadCursor(string text, out Guid? after)
    {
        Span<byte> bytes = stackalloc byte[16];
        var isOurs = text.Length == 22 && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length) && length == 16;
        after = isOurs ? new Guid(bytes, true) : null;
        return isOurs;
    }
}
