using System.Text.Json;
using CommentService.Moderation;
using CommentService.Moderation.Classifiers;
using CommentService.Moderation.Classifiers.Training;

namespace CommentService.Commands;

/// <summary>
/// <c>score &lt;folder&gt; [--policy file] [--predictions file]</c>: what the whole policy (the built-in one unless a file is
/// given) decides on labelled comments, against the
/// bars. Sources that teach are cross-validated: the classifiers are trained anew for each fifth without it, and for the
/// row "unseen site" without the whole source; all others are judged by the model that is trained on all that teach.
/// </summary>
internal static class ScoreCommand
{
    private const string UnseenSite = "blog-hjoe";

    public static void Run(Arguments arguments)
    {
        var records = Corpus.Read(arguments.Folder);
        var training = new ModelTraining([.. records.Where(Corpus.Teaches).Select(r => r.Example)]);
        var (all, folds) = training.Train();
        var policy = PolicyOf(arguments.Option("policy"));
        var models = folds.Select(policy.With).ToList();
        var whole = policy.With(all);
        var unseen = policy.With(training.TrainWithout(UnseenSite, all));

        var judged = Judge(records, r => Corpus.Teaches(r) ? models[ModelTraining.FoldOf(r.Example)] : whole);
        var judgedUnseen = Judge([.. records.Where(r => r.Example.Source == UnseenSite)], _ => unseen);
        ScoreTable.Write(Console.Out, judged, judgedUnseen);
        if (arguments.Option("predictions") is { } file)
        {
            WritePredictions(file, judged);
            WritePredictions(file + ".unseen", judgedUnseen);
        }
    }

    public static List<Judged> Judge(List<Labelled> records, Func<Labelled, Policy> policyFor) =>
        [.. records.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(r => new Judged(r, policyFor(r).Judge(InputOf(r), Facts.None)))];

    private static Policy PolicyOf(string? file)
    {
        if (file is null)
        {
            return Policy.BuiltIn;
        }

        var errors = Policy.TryRead(File.ReadAllBytes(file), out var policy);
        return policy ?? throw new CommandRefusedException($"{file}: {string.Join("; ", errors.Select(e => $"{e.Key} {string.Join(", ", e.Value)}"))}");
    }

    // A comment has a name, and what is measured is what readers get.
    public static ModerationInput InputOf(Labelled record) =>
        record.Example.Input.Name.Length > 0 ? record.Example.Input : record.Example.Input with { Name = MadeUpName.Of(record.Id) };

    private static void WritePredictions(string file, List<Judged> judged)
    {
        using var writer = new StreamWriter(file);
        foreach (var (record, verdict) in judged)
        {
            writer.WriteLine(JsonSerializer.Serialize(new
            {
                id = record.Id,
                decision = verdict.Outcome.ToString().ToLowerInvariant(),
                rules = verdict.Findings.Where(f => f.Action >= FindingAction.Hold).Select(f => $"{f.Rule}:{f.Action}"),
                spam = verdict.Findings.FirstOrDefault(f => f.Rule == "spam")?.Score,
                abuse = verdict.Findings.FirstOrDefault(f => f.Rule == "abuse")?.Score,
            }));
        }
    }
}

/// <summary>A record and what the policy says to it.</summary>
internal sealed record Judged(Labelled Record, Verdict Verdict);
