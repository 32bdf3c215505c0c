using System.Globalization;
using CommentService.Moderation;
using CommentService.Moderation.Classifiers.Training;

namespace CommentService.Commands;

/// <summary>The figures that the built-in policy is held to: shares of harmless text flagged at most, of bad text caught at least.</summary>
internal static class ScoreTable
{
    private static readonly Row[] Rows =
    [
        Harmless("clean news", 4.0, 0.8, (s, _) => s == "news-ucc"),
        Harmless("clean blogs", 4.0, 0.9, (s, _) => s.StartsWith("blog-", StringComparison.Ordinal)),
        Harmless("long talk", 4.0, 1.5, (s, _) => s == "wiki-talk"),
        Harmless("tricky clean", 3.0, 1.0, (s, _) => s is "own-clean" or "own-name"),
        Harmless("styled clean", 2.0, 0.5, (s, _) => s == "own-styled"),
        Harmless("identity terms", 12, 4, (s, _) => s is "hatecheck" or "identity-templates"),
        Harmless("other languages", 5, 1, (s, _) => s == "mhc"),
        Bad("blog spam, known site", 90, 76, (s, l) => s == "blog-hjoe" && l == ExampleLabel.Spam),
        Bad("blog spam, unseen site", 80, 58, (s, l) => s == "blog-hjoe" && l == ExampleLabel.Spam) with { IsUnseen = true },
        Bad("blog spam, unseen, no fields", 80, 58, (s, l) => s == "blog-datacamp" && l == ExampleLabel.Spam),
        Harmless("clean blog, unseen site", 4.0, 0.9, (s, _) => s == "blog-hjoe") with { IsUnseen = true },
        Bad("chat and video spam", 82, 62, (s, l) => s is "chat-tgspam" or "youtube-spam" && l == ExampleLabel.Spam),
        Bad("news abuse: ucc, fox", 28, 9, (s, l) => s is "news-ucc" or "news-fox" && l == ExampleLabel.Abuse),
        Bad("news abuse: civil", 70, 37, (s, l) => s == "news-civil" && l == ExampleLabel.Abuse),
        Bad("rude words plain", 97, 72, (s, _) => s == "own-evasion") with { Groups = ["plain", "upper"] },
        Bad("rude words disguised", 80, 52, (s, _) => s == "own-evasion") with { Groups = ["plain", "upper"], IsOthers = true },
        Bad("rude names", 88, 60, (s, l) => s == "own-name" && l != ExampleLabel.Ham),
        Bad("offensive tweets", 86, 80, (s, l) => s == "tweets-davidson" && l != ExampleLabel.Ham),
    ];

    public static void Write(TextWriter to, IReadOnlyList<Judged> judged, IReadOnlyList<Judged> judgedUnseen)
    {
        to.WriteLine("| | n | held or rejected | rejected | bars | |");
        to.WriteLine("| --- | --: | --: | --: | --: | --- |");
        foreach (var row in Rows)
        {
            WriteRow(to, row, [.. (row.IsUnseen ? judgedUnseen : judged).Where(row.Covers)]);
        }

        to.WriteLine();
        to.WriteLine("| source, label | n | held or rejected | rejected | by rule |");
        to.WriteLine("| --- | --: | --: | --: | --- |");
        foreach (var group in judged.GroupBy(j => (j.Record.Example.Source, j.Record.Example.Label)))
        {
            var rules = group.SelectMany(j => j.Verdict.Findings.Where(f => f.Action >= FindingAction.Hold)).CountBy(f => $"{f.Rule} {f.Action}").OrderByDescending(r => r.Value);
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {group.Key.Source}, {group.Key.Label} | {group.Count()} | {Share(group, Outcome.Hold):N1} | {Share(group, Outcome.Reject):N1} | {string.Join(", ", rules.Take(6).Select(r => $"{r.Key} {r.Value}"))} |"));
        }
    }

    private static void WriteRow(TextWriter to, Row row, List<Judged> judged)
    {
        if (judged.Count > 0)
        {
            var (held, rejected) = (Share(judged, Outcome.Hold), Share(judged, Outcome.Reject));
            var isMet = row.IsHarmless ? held <= row.Held && rejected <= row.Rejected : held >= row.Held && rejected >= row.Rejected;
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {row.Title} | {judged.Count} | {held:N1} | {rejected:N1} | {(row.IsHarmless ? "at most" : "at least")} {row.Held:N1} / {row.Rejected:N1} | {(isMet ? "met" : "MISSED")} |"));
        }
    }

    private static double Share(IEnumerable<Judged> judged, Outcome least) => 100.0 * judged.Count(j => j.Verdict.Outcome >= least) / judged.Count();

    private static Row Harmless(string title, double held, double rejected, Func<string, ExampleLabel, bool> covers) =>
        new(title, true, held, rejected, (s, l) => l == ExampleLabel.Ham && covers(s, l));

    private static Row Bad(string title, double held, double rejected, Func<string, ExampleLabel, bool> covers) => new(title, false, held, rejected, covers);

    private sealed record Row(string Title, bool IsHarmless, double Held, double Rejected, Func<string, ExampleLabel, bool> Of)
    {
        public bool IsUnseen { get; init; }

        public string[]? Groups { get; init; }

        public bool IsOthers { get; init; }

        public bool Covers(Judged judged) => Of(judged.Record.Example.Source, judged.Record.Example.Label) && (Groups is null || Groups.Contains(judged.Record.Kind) != IsOthers);
    }
}
