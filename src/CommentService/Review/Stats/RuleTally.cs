using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Review.Stats;

/// <summary>Adds up a range's findings by rule.</summary>
internal sealed class RuleTally
{
    public static readonly Statement Findings = new(
        """
        SELECT f."Rule", f."Action", f."Shadow" IS NOT NULL, c."Status", c."DecidedByModerator", COUNT(*)
        FROM "Findings" AS f JOIN "Comments" AS c ON c."Id" = f."CommentId"
        WHERE f."CommentId" >= @from AND f."CommentId" < @to
        GROUP BY f."Rule", f."Action", f."Shadow" IS NOT NULL, c."Status", c."DecidedByModerator"
        """,
        "@from", "@to");

    private readonly SortedDictionary<string, (Tally Counted, Tally Shadow)> rules = new(StringComparer.Ordinal);

    public RuleTally AddAll(Rows rows)
    {
        while (rows.Read())
        {
            var isShadow = rows.Flag(2);
            // What neither counts nor would have counted: the rule abstained.
            if (isShadow || rows.Number(1) != (int)FindingAction.None)
            {
                var tallies = Of(rows.Text(0));
                (isShadow ? tallies.Shadow : tallies.Counted).Add((int)rows.Number(5), rows.Flag(4) ? (CommentStatus)rows.Number(3) : null);
            }
        }

        return this;
    }

    public RuleStats[] Rules() => [.. rules.Select(rule =>
        new RuleStats(rule.Key, rule.Value.Counted.Hits, rule.Value.Counted.Decided, new ShadowStats(rule.Value.Shadow.Hits, rule.Value.Shadow.Decided)))];

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

        public void Add(int count, CommentStatus? decided)
        {
            Hits += count;
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
