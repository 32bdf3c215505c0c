using System.ComponentModel;

namespace CommentService.Review.Stats;

/// <summary>How much came, what the rules and the moderators made of it, and how long it took.</summary>
internal sealed record StatsView(
    DateTime From,
    DateTime To,
    [property: Description("hour or day")] string Bucket,
    OutcomeCounts Submissions,
    [property: Description("What the comments of this range are now")] StatusCounts Status,
    [property: Description("Each hour or day that begins in the range or reaches into it, empty ones too")] IReadOnlyList<StatsBucket> Buckets,
    [property: Description("By name")] IReadOnlyList<RuleStats> Rules,
    QueueStats Queue,
    DecisionTimes TimeToDecision);

/// <summary>Submissions by the rules' verdict.</summary>
internal sealed record OutcomeCounts(int Total, int Approved, int Held, int Rejected);

internal sealed record StatusCounts(int Held, int Approved, int Rejected, int Removed);

/// <summary>Submissions of an hour or a day, by the rules' verdict.</summary>
internal sealed record StatsBucket([property: Description("UTC")] DateTime Start, int Total, int Approved, int Held, int Rejected);

/// <summary>How often a rule reported something, and what moderators made of those comments.</summary>
internal sealed record RuleStats(
    string Rule,
    [property: Description("Findings that counted for the verdict")] int Hits,
    ModeratorCounts Decided,
    [property: Description("Findings while the rule was in shadow mode, which decided nothing")] ShadowStats Shadow)
{
    [Description("Share of the decided comments that moderators rejected or removed, as the rule would have it; null where none was decided")]
    public double? Agreement => Decided.Approved + Decided.Rejected + Decided.Removed is var all && all == 0 ? null : (double)(Decided.Rejected + Decided.Removed) / all;
}

/// <summary>What a shadow rule would have done, and what moderators made of those comments.</summary>
internal sealed record ShadowStats(
    int Hits,
    ModeratorCounts Decided,
    [property: Description("Comments that it would have held")] int WouldHold,
    [property: Description("Comments that it would have rejected")] int WouldReject);

/// <summary>Comments by what a moderator last decided; one that waits again counts nowhere.</summary>
internal sealed record ModeratorCounts(int Approved, int Rejected, int Removed);

/// <summary>The whole queue as it is now, whatever the range.</summary>
internal sealed record QueueStats(
    long Size,
    [property: Description("When the oldest held comment was submitted; null where none waits")] DateTime? OldestSubmittedAt,
    [property: Description("How long that is ago; 0 where none waits")] double OldestAgeSeconds);

/// <summary>From a held comment's submission to the first decision of a moderator.</summary>
internal sealed record DecisionTimes(
    [property: Description("Decisions that this rests on")] int Count,
    [property: Description("Null where there was no decision")] double? MedianSeconds,
    [property: Description("Null where there was no decision")] double? P95Seconds);
