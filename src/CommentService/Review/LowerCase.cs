using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommentService.Review;

/// <summary>An enum's values as the lower-case words that the API speaks; the names used have one word each.</summary>
internal sealed class LowerCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
