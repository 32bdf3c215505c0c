using CommentService.Load.Measuring;

namespace CommentService.Load.Replaying;

/// <summary>The tables of a replay. They count; they never show a record's text or name.</summary>
internal static class OutcomeTables
{
    public static void PrintByLabel(IEnumerable<Outcome> outcomes)
    {
        var table = new TextTable("file", "label", "records", "approved", "held", "rejected", "undecided", "not 202");
        foreach (var group in outcomes.GroupBy(outcome => (outcome.Record.File, outcome.Record.Label)).OrderBy(group => group.Key))
        {
            var all = group.ToList();
            int With(string status) => all.Count(outcome => outcome.Status == status);
            table.Add(
                group.Key.File, group.Key.Label, all.Count, With("approved"), With("held"), With("rejected"),
                all.Count(outcome => outcome is { Accepted: true, Decided: false }), all.Count(outcome => !outcome.Accepted));
        }

        table.Print();
    }

    /// <summary>By rule: how many comments it held or rejected, and of which labels. A comment counts once for each rule.</summary>
    public static async Task PrintByRuleAsync(IEnumerable<Outcome> outcomes, ModerationQueue queue)
    {
        var labelOf = outcomes.Where(outcome => outcome.Accepted)
            .GroupBy(outcome => outcome.Id.Value).ToDictionary(group => group.Key, group => group.First().Record.Label);
        var labels = labelOf.Values.Distinct().Order().ToList();
        var hits = new List<(string Rule, string Action, string Label)>();
        foreach (var status in (string[])["held", "rejected"])
        {
            await foreach (var comment in queue.ReadAsync(status))
            {
                if (labelOf.TryGetValue(comment.Id, out var label))
                {
                    hits.AddRange(comment.Findings.DistinctBy(each => each.Rule).Select(each => (each.Rule, each.Action, label)));
                }
            }
        }

        var table = new TextTable(["rule", "action", "comments", .. labels]);
        foreach (var group in hits.GroupBy(hit => (hit.Rule, hit.Action)).OrderBy(group => group.Key))
        {
            table.Add([group.Key.Rule, group.Key.Action, group.Count(), .. labels.Select(label => (object)group.Count(hit => hit.Label == label))]);
        }

        table.Print();
    }

    /// <summary>Names the first few records without a decision, by file and line.</summary>
    public static void PrintUndecided(IReadOnlyList<Outcome> undecided)
    {
        foreach (var outcome in undecided.Take(20))
        {
            var what = outcome.Accepted ? $"{outcome.Id.Value} is {outcome.Status}" : $"answered {outcome.PostStatus}";
            Console.WriteLine($"{outcome.Record.File}:{outcome.Record.Line} {what}");
        }
    }
}
