using System.Text.Json;
using CommentService.Moderation;
using CommentService.Moderation.Text;

namespace CommentService.Worker.External;

/// <summary>A callout's verdict as it writes it, at once or later: <c>{ verdict: "approve" | "hold" | "reject", message?, score? }</c>.</summary>
internal static class CalloutVerdict
{
    private const int MaxMessage = 200;

    /// <summary>What it says; null with the sentence for its writer where it makes no sense.</summary>
    public static ExternalAnswer? Read(JsonElement body, out string? wrong)
    {
        wrong = null;
        if (body.ValueKind != JsonValueKind.Object || OpinionOf(body) is not { } opinion)
        {
            wrong = "Give a verdict: approve, hold or reject.";
            return null;
        }

        return new ExternalAnswer { Service = ExternalService.Callout, State = ExternalState.Answered, Opinion = opinion, Score = ScoreOf(body), Detail = MessageOf(body) };
    }

    private static ExternalOpinion? OpinionOf(JsonElement body) =>
        !body.TryGetProperty("verdict", out var verdict) || verdict.ValueKind != JsonValueKind.String ? null
        : verdict.ValueEquals("approve") ? ExternalOpinion.Clean
        : verdict.ValueEquals("hold") ? ExternalOpinion.Suspect
        : verdict.ValueEquals("reject") ? ExternalOpinion.Certain
        : null;

    private static double? ScoreOf(JsonElement body) =>
        body.TryGetProperty("score", out var score) && score.ValueKind == JsonValueKind.Number && score.TryGetDouble(out var value) && value is >= 0 and <= 1 ? value : null;

    private static string? MessageOf(JsonElement body)
    {
        if (!body.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var text = SubmissionText.Clean(message.GetString()!);
        return text.Length <= MaxMessage ? text : text[..(char.IsHighSurrogate(text[MaxMessage - 1]) ? MaxMessage - 1 : MaxMessage)];
    }
}
