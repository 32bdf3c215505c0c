using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Moderation;

namespace CommentService.Storage;

/// <summary>What a stored comment's verdict rests on besides its policy: from it the same verdict can be made again.</summary>
internal static class VerdictRecord
{
    /// <summary>The facts as they are stored; null where there were none.</summary>
    public static string? Write(Facts facts) =>
        facts == Facts.None with { Author = facts.Author } ? null : JsonSerializer.Serialize(facts, RecordJson.Default.Facts);

    /// <summary>The facts of a stored comment.</summary>
    public static Facts FactsOf(Comment comment) => comment.Facts is null
        ? Facts.None with { Author = comment.AuthorIdentity }
        : JsonSerializer.Deserialize(comment.Facts, RecordJson.Default.Facts)!;

    /// <summary>What an outside service said, out of stored facts; null where none was to be asked.</summary>
    public static ExternalAnswer? ExternalOf(string? facts) =>
        facts is null || !facts.Contains("\"external\"", StringComparison.Ordinal) ? null : JsonSerializer.Deserialize(facts, RecordJson.Default.Facts)!.External;

    /// <summary>The submission as the rules saw it.</summary>
    public static ModerationInput InputOf(Comment comment) =>
        new(comment.Name, comment.Text, comment.Email, comment.Website, comment.Language, comment.HoneypotFilled)
        {
            ArticleId = comment.ArticleId,
            SubmittedAt = Ids.TimeOf(comment.Id),
        };
}

// What is as ever is left out: these facts lie beside every comment.
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Facts))]
internal sealed partial class RecordJson : JsonSerializerContext;
