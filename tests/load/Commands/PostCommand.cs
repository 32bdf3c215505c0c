using System.Diagnostics;
using CommentService.Load.Client;
using CommentService.Load.Content;
using CommentService.Load.Measuring;
using CommentService.Load.Receipts;

namespace CommentService.Load.Commands;

/// <summary>Readers who write: submissions, and if asked for how long it takes until they are decided.</summary>
internal static class PostCommand
{
    public static int Run(Arguments arguments)
    {
        using var measurement = new Measurement("post", arguments);
        var seed = arguments.Number("seed", Random.Shared.Next());
        var posts = Source(arguments, measurement, seed);
        var (drain, readable) = (arguments.Flag("drain"), arguments.Flag("readable"));
        var patience = arguments.Duration("patience", TimeSpan.FromMinutes(5));
        arguments.RefuseUnknown();

        using var receipts = drain ? new ReceiptClient(measurement.Target) : null;
        using var sampler = readable ? new ReadableSampler(posts, measurement.Target) : null;
        var report = measurement.Run(sampler ?? posts, () =>
        {
            receipts?.AwaitDecisions(measurement.Loop.Connections, patience);
            sampler?.Start();
        });
        report = report with { Seed = seed, Readable = sampler?.Finish() };
        if (receipts is not null)
        {
            receipts.AwaitDecisions(measurement.Loop.Connections, patience);
            report = report with { EndToEnd = UntilNow(measurement.Tally) };
        }

        return measurement.Tell(report);
    }

    // Seeded by chance, so that a second run does not repeat the first: the service answers a repeated comment of the
    // same person with the first receipt, and that would be measured instead.
    private static RequestSource Source(Arguments arguments, Measurement measurement, int seed)
    {
        var target = measurement.Target;
        var articles = Articles.From(arguments, fallback: 1000, seed);
        var people = new People(arguments.Number("clients", 100_000), arguments.Number("authors", 200_000));
        var repeat = arguments.Flag("repeat");
        if (arguments.Many("jsonl") is not { Count: > 0 } files)
        {
            return new MadeUpPosts(target, articles, people, seed);
        }

        // Records that are posted once are too few to spend some on a warm-up.
        measurement.WarmUp = repeat ? measurement.WarmUp : TimeSpan.Zero;
        return new RecordedPosts(target, articles, people, Record.Read(files), repeat);
    }

    private static EndToEnd UntilNow(Tally tally)
    {
        var (accepted, seconds) = (tally.Count(202), Stopwatch.GetElapsedTime(tally.StartedAt).TotalSeconds);
        return new(accepted, Math.Round(seconds, 3), Math.Round(accepted / seconds, 1));
    }
}
