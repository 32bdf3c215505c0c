using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Review;

/// <summary>What one rule reported, as a moderator sees it.</summary>
internal sealed record FindingView(
    string Rule,
    [property: JsonConverter(typeof(LowerCase<FindingAction>))] FindingAction Action,
    string Message,
    IReadOnlyList<EvidenceView> Evidence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Score = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(LowerCase<FindingAction>))] FindingAction? Shadow = null)
{
    public static FindingView Of(Finding finding) => new(
        finding.Rule,
        finding.Action,
        finding.Message,
        [.. finding.Evidence.Select(e => new EvidenceView(e.Field, e.Start, e.Length, e.Match))],
        finding.Score,
        finding.Shadow);

    public static FindingView Of(StoredFinding finding) => new(
        finding.Rule,
        finding.Action,
        finding.Message,
        finding.Evidence is null ? [] : JsonSerializer.Deserialize<EvidenceView[]>(finding.Evidence, JsonSerializerOptions.Web)!,
        finding.Score,
        finding.Shadow);
}

/// <summary>Where a rule saw it: UTF-16 offsets into the stored field, and the very text there.</summary>
internal sealed record EvidenceView(
    [property: JsonConverter(typeof(LowerCase<SubmissionField>))] SubmissionField Field,
    int Start,
    int Length,
    string Match);
