using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace CommentService.Articles;

/// <summary>An approved comment as readers see it.</summary>
internal sealed record PublishedComment(
    Guid Id,
    string ArticleId,
    Guid? ParentId,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Website,
    string Comment,
    string Html,
    DateTime SubmittedAt,
    int ReplyCount,
    bool Edited);

/// <summary>A page of an article's approved comments.</summary>
internal sealed record CommentPage(IReadOnlyList<PublishedComment> Items, string? Next);

/// <summary>What readers may know of an article.</summary>
internal sealed record ArticleSummary(string Id, string? Title, string? Url, bool Open, int Comments);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CommentPage))]
[JsonSerializable(typeof(ArticleSummary))]
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class ArticlesJson : JsonSerializerContext
{
    /// <summary>Letters of all scripts as they are; what could end a script element or an attribute stays escaped.</summary>
    public static ArticlesJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
}
