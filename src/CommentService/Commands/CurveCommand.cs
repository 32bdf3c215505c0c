using System.Globalization;
using CommentService.Moderation;
using CommentService.Moderation.Classifiers;
using CommentService.Moderation.Classifiers.Training;

namespace CommentService.Commands;

/// <summary>
/// <c>curve &lt;folder&gt; [--site source] [--seed n]</c>: how learning from moderators goes on a site that is in no training
/// data. The site's comments come one by one (in a shuffled order where a seed is given); a moderator decides each held one
/// and takes down published spam, and the site's weights learn from it at once, and from what was published and refused before it.
/// All holds are shown, so that holding everything does not win. As in <c>score</c>, the two numbers that turn a score
/// into a probability are those of the model of all sources.
/// </summary>
internal static class CurveCommand
{
    private const int Step = 25;
    private const int Settled = 50;

    public static void Run(Arguments arguments)
    {
        var records = Corpus.Read(arguments.Folder);
        var site = arguments.Option("site") ?? "blog-hjoe";
        var stream = records.Where(r => r.Example.Source == site).ToArray();
        if (stream.Length == 0)
        {
            throw new CommandRefusedException($"There is no source {site} in {arguments.Folder}.");
        }

        if (arguments.Option("seed") is { } seed)
        {
            new Random(int.TryParse(seed, CultureInfo.InvariantCulture, out var number) ? number : throw new CommandRefusedException("--seed is a whole number.")).Shuffle(stream);
        }

        var training = new ModelTraining([.. records.Where(Corpus.Teaches).Select(r => r.Example)]);
        var model = training.Train().All;
        if (stream.Any(Corpus.Teaches))
        {
            model = training.TrainWithout(site, model);
        }

        var policy = Policy.BuiltIn.With(model);
        Console.WriteLine($"{stream.Length} comments of {site}, which no weight has seen.");
        Console.WriteLine();
        Follow(stream, policy, model);
    }

    private static void Follow(Labelled[] stream, Policy policy, ClassifierModel model)
    {
        var learned = SiteWeights.Empty;
        var decisions = 0;
        List<ModerationInput> published = [], refused = [];
        Tally part = new(), settled = new();
        Console.WriteLine("| decisions | spam | caught | rejected | clean | held or rejected | rejected |");
        Console.WriteLine("| --: | --: | --: | --: | --: | --: | --: |");
        foreach (var record in stream)
        {
            var input = ScoreCommand.InputOf(record);
            var isBad = record.Example.Label != ExampleLabel.Ham;
            var outcome = policy.Judge(input, Facts.None with { Learned = learned.FactFor(input) }).Outcome;
            part.Add(isBad, outcome);
            if (decisions >= Settled)
            {
                settled.Add(isBad, outcome);
            }

            // What is rejected nobody looks at; what is published and welcome nobody decides.
            if (outcome == Outcome.Hold || (outcome == Outcome.Approve && isBad))
            {
                learned = learned.Learn([new Lesson(input, !isBad)], new SiteSample([.. published.TakeLast(SiteSample.MostPublished)], [.. refused.TakeLast(SiteSample.MostRefused)]), model);
                refused.Clear();
                if (++decisions % Step == 0)
                {
                    part.Write(decisions.ToString(CultureInfo.InvariantCulture));
                    part = new Tally();
                }
            }

            if (outcome == Outcome.Reject)
            {
                refused.Add(input);
            }
            else if (!isBad)
            {
                published.Add(input);
            }
        }

        part.Write(decisions.ToString(CultureInfo.InvariantCulture));
        settled.Write($"after {Settled}");
    }

    private sealed class Tally
    {
        private readonly int[,] counts = new int[2, 3];

        public void Add(bool isBad, Outcome outcome) => counts[isBad ? 1 : 0, (int)outcome]++;

        public void Write(string title)
        {
            var (spam, clean) = (All(1), All(0));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {title} | {spam} | {Share(counts[1, 1] + counts[1, 2], spam)} | {Share(counts[1, 2], spam)} | {clean} | {Share(counts[0, 1] + counts[0, 2], clean)} | {Share(counts[0, 2], clean)} |"));
        }

        private int All(int row) => counts[row, 0] + counts[row, 1] + counts[row, 2];

        private static string Share(int part, int all) => all == 0 ? "–" : (100.0 * part / all).ToString("N1", CultureInfo.InvariantCulture) + " %";
    }
}
