using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Contracts;

namespace CommentService.Messaging;

/// <summary>A submission as bytes in the spool: JSON, so that a later version reads what an earlier one left.</summary>
internal static class SubmissionBody
{
    public static byte[] Write(Submission submission) => JsonSerializer.SerializeToUtf8Bytes(submission, SubmissionJson.Default.Submission);

    /// <summary>The submission, or null where the bytes are none.</summary>
    public static Submission? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, SubmissionJson.Default.Submission);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Submission))]
internal sealed partial class SubmissionJson : JsonSerializerContext;
