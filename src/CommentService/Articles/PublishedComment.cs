using System.Text.Json;
using System.Text.Json.Serialization;

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
internal sealed partial class ArticlesJson : JsonSerializerContext;
