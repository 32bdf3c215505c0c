using System.Globalization;
using System.Text;
using CommentService.Compliance.Events;
using CommentService.Compliance.Running;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>A broker that is killed, or that is there and answers nothing any more, delays neither streams nor webhooks, and gets everything when it is back.</summary>
internal static class BrokerAwayProof
{
    private const int Each = 10;
    private const double TargetMilliseconds = 200;

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(1);

    public static async Task<Proof> RunAsync(int seconds)
    {
        using var data = new TemporaryDirectory();
        await using var broker = await BrokerProcess.StartAsync();
        var observer = new BrokerObserver(broker);
        await observer.BindAsync();
        var start = Subscribers.Start with { Settings = new Dictionary<string, string>(Subscribers.Start.Settings) { ["ConnectionStrings:RabbitMq"] = broker.Address } };
        await using var service = await ServiceProcess.StartAsync(data, start);
        await using var following = new Following(service);
        await following.SeedAsync();
        await using var receiver = await Receiver.StartAsync((path, body) =>
        {
            following.Note(path[1..], Encoding.UTF8.GetString(body));
            return Task.FromResult(204);
        });
        for (var i = 0; i < Each; i++)
        {
            await following.StreamAsync($"stream-{i}");
            await following.HookAsync($"{receiver.Address}/hook-{i}");
        }

        // Runs of webhooks begin within a second.
        await Task.Delay(2_000);
        var (figures, broken) = (new List<string>(), new List<string>());
        await PhaseAsync("there", following, seconds, figures, broken);
        broker.Pause();
        await PhaseAsync("paused", following, seconds, figures, broken);
        broker.Continue();
        await broker.Kill9Async();
        await PhaseAsync("killed", following, seconds, figures, broken);
        await broker.StartAgainAsync();
        var ledger = new Ledger();
        await observer.SeesAllAsync(StoredState.Of(data).Changes, ledger, Within);
        return new Proof(string.Join("; ", figures), [.. broken, .. ledger.Contradictions]);
    }

    private static async Task PhaseAsync(string name, Following following, int seconds, List<string> figures, List<string> broken)
    {
        following.Take();
        var decided = await following.DecideAsync(seconds);
        await Task.Delay(1_000);
        var all = following.Take();
        foreach (var kind in all.GroupBy(one => one.Name.Split('-')[0]))
        {
            figures.Add(string.Create(CultureInfo.InvariantCulture, $"broker {name}: {kind.Count()} {kind.Key}s, the slowest one's median {kind.Max(one => one.Median):F0} ms"));
        }

        broken.AddRange(all.FindAll(one => one.Count < decided || one.Median >= TargetMilliseconds).ConvertAll(one => $"broker {name}: {one.Name} saw {one.Count} of {decided} events, median {one.Median:F0} ms"));
        if (all.Count != 2 * Each)
        {
            broken.Add($"broker {name}: {all.Count} of {2 * Each} followers saw anything");
        }
    }
}
