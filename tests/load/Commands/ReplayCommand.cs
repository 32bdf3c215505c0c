using CommentService.Load.Client;
using CommentService.Load.Content;
using CommentService.Load.Replaying;

namespace CommentService.Load.Commands;

/// <summary>Labelled records through the whole service: were all decided, and how?</summary>
internal static class ReplayCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var target = LoopbackTarget.Parse(arguments.Required("url"));
        var records = Record.Read(arguments.Many("jsonl"));
        var seed = arguments.Number("seed", Random.Shared.Next());
        var articles = Articles.From(arguments, fallback: 200, seed);
        var people = new People(arguments.Number("clients", 100_000), arguments.Number("authors", 200_000));
        var connections = arguments.Number("connections", 16);
        var patience = arguments.Duration("patience", TimeSpan.FromSeconds(30));
        var key = arguments.Text("key") ?? Environment.GetEnvironmentVariable("Comments__AdminKey");
        arguments.RefuseUnknown();

        using var loop = new LoadLoop(target, Math.Max(1, connections));
        var replay = new Replay(target, loop, records);
        var posted = replay.Post(articles, people);
        Console.WriteLine($"{posted.Requests} of {records.Count} records answered in {posted.Elapsed.TotalSeconds:0.0} s, {posted.Errors} errors\n");
        replay.AwaitDecisions(patience);

        OutcomeTables.PrintByLabel(replay.Outcomes);
        if (key is not null)
        {
            using var queue = new ModerationQueue(target.Url, key);
            await OutcomeTables.PrintByRuleAsync(replay.Outcomes, queue);
        }

        var undecided = replay.Outcomes.Where(outcome => !outcome.Accepted || !outcome.Decided).ToList();
        OutcomeTables.PrintUndecided(undecided);
        Console.WriteLine(undecided.Count == 0 ? "every record has a decision" : $"{undecided.Count} records have none");
        return undecided.Count == 0 ? 0 : 1;
    }
}
