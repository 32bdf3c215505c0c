using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Review.Stats;

/// <summary>Adds up a range's findings by rule.</summary>
internal sealed class RuleTally
{
    public static readonly Statement Findings = new(
        """
        SELECT f."Rule", f."Action", COALESCE(f."Shadow", -1), c."Status", c."DecidedByModerator", COUNT(*)
        FROM "Findings" AS f JOIN "Comments" AS c ON c."Id" = f."CommentId"
        WHERE f."CommentId" >= @from AND f."CommentId" < @to
        GROUP BY f."Rule", f."Action", COALESCE(f."Shadow", -1), c."Status", c."DecidedByModerator"
        """,
        "@from", "@to");

    private readonly SortedDictionary<string, (Tally Counted, Tally Shadow)> rules = new(StringComparer.Ordinal);

    public RuleTally AddAll(Rows rows)
    {
        while (rows.Read())
        {
            var shadow = rows.Number(2);
            // What neither counts nor would have counted: the rule abstained.
            if (shadow > (int)FindingAction.None || (shadow < 0 && rows.Number(1) != (int)FindingAction.None))
            {
                var tallies = Of(rows.Text(0));
                (shadow < 0 ? tallies.Counted : tallies.Shadow).Add((int)rows.Number(5), (FindingAction)Math.Max(shadow, 0), rows.Flag(4) ? (CommentStatus)rows.Number(3) : null);
            }
        }

        return this;
    }

    public RuleStats[] Rules() => [.. rules.Select(rule =>
        new RuleStats(rule.Key, rule.Value.Counted.Hits, rule.Value.Counted.Decided, ShadowOf(rule.Value.Shadow)))];

    private static ShadowStats ShadowOf(Tally tally) => new(tally.Hits, tally.Decided, tally.WouldHold, tally.WouldReject);

    private (Tally Counted, Tally Shadow) Of(string rule)
    {
        if (!rules.TryGetValue(rule, out var tallies))
        {
            rules[rule] = tallies = (new Tally(), new Tally());
        }

        return tallies;
    }

    private sealed class Tally
    {
        public int Hits { get; private set; }

        public ModeratorCounts Decided { get; private set; } = new(0, 0, 0);

        public int WouldHold { get; private set; }

        public int WouldReject { get; private set; }

        public void Add(int count, FindingAction would, CommentStatus? decided)
        {
            Hits += count;
            WouldHold += would == FindingAction.Hold ? count : 0;
            WouldReject += would == FindingAction.Reject ? count : 0;
            Decided = decided switch
            {
                CommentStatus.Approved => Decided with { Approved = Decided.Approved + count },
                CommentStatus.Rejected => Decided with { Rejected = Decided.Rejected + count },
                CommentStatus.Removed => Decided with { Removed = Decided.Removed + count },
                _ => Decided,
            };
        }
    }
}
