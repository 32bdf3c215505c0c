using System.Buffers;

namespace CommentService.Storage;

/// <summary>What an article may be called: whatever stands in a path segment as it is.</summary>
internal static class ArticleId
{
    public const int MaxLength = 128;

    /// <summary>The sentence for a caller whose id is not one.</summary>
    public const string Invalid = "An article id has 1 to 128 characters out of ASCII letters, digits and - . _ ~ : @, and is not . or ..";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:@");

    public static bool IsValid(string? id) =>
        id is { Length: > 0 and <= MaxLength } and not ("." or "..") && !id.AsSpan().ContainsAnyExcept(Allowed);
}
