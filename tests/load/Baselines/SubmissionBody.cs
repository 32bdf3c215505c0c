using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommentService.Load.Baselines;

/// <summary>The body that the service's own intake takes.</summary>
internal sealed record SubmissionBody(
    string? Name, string? Comment, Guid? ParentId, string? Email, string? Website, string? ArticleTitle, string? ArticleUrl, string? Language);

/// <summary>The answer, of the same size as the service's.</summary>
internal sealed record AcceptedBody(Guid Id, string Status);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SubmissionBody))]
[JsonSerializable(typeof(AcceptedBody))]
internal sealed partial class BaselineJson : JsonSerializerContext;
