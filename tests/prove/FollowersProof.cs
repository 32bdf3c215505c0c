using System.Diagnostics;
using System.Globalization;
using System.Text;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>Many streams and webhooks, some of them slow or failing, while moderators decide: how soon each follower knows, and what it costs.</summary>
internal static class FollowersProof
{
    private const int Streams = 1_000;
    private const int Hooks = 200;
    private const int Slow = 20;
    private const int Failing = 20;
    private const double TargetMilliseconds = 200;

    public static async Task<Proof> RunAsync(int seconds)
    {
        using var data = new TemporaryDirectory();
        await using var service = await ServiceProcess.StartAsync(data, Subscribers.Start);
        await using var following = new Following(service);
        await following.SeedAsync();
        await using var receiver = await Receiver.StartAsync((path, body) => TakeAsync(following, path[1..], body));
        for (var i = 0; i < Hooks; i++)
        {
            await following.HookAsync($"{receiver.Address}/{(i < Slow ? "slow" : i < Slow + Failing ? "failing" : "hook")}-{i}");
        }

        var before = MemoryOf(service);
        for (var i = 0; i < Streams; i++)
        {
            await following.StreamAsync($"stream-{i}");
        }

        // Runs of webhooks begin within a second.
        await Task.Delay(2_000);
        var cpu = CpuOf(service);
        var watch = Stopwatch.StartNew();
        var decided = await following.DecideAsync(seconds);
        await Task.Delay(2_000);
        var (used, elapsed) = (CpuOf(service) - cpu, watch.Elapsed);
        return Judge(following.Take(), decided, before, MemoryOf(service), used / elapsed);
    }

    private static Proof Judge(List<Follows> all, int decided, long before, long memory, double cores)
    {
        var broken = new List<string>();
        var (streams, hooks) = (Of(all, "stream-"), Of(all, "hook-"));
        foreach (var (name, kind, expected) in new[] { ("streams", streams, Streams), ("webhooks", hooks, Hooks - Slow - Failing) })
        {
            if (kind.Count != expected || kind.Exists(one => one.Count < decided))
            {
                broken.Add($"of {expected} {name}, {kind.Count(one => one.Count >= decided)} saw all {decided} events");
            }

            if (kind.Count == 0 || kind.Max(one => one.Median) >= TargetMilliseconds)
            {
                broken.Add($"the median of one of the {name} is {kind.Select(one => one.Median).DefaultIfEmpty().Max():F0} ms");
            }
        }

        return new Proof(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{decided} decisions, 20/s; {Streams} streams: median {Overall(streams):F0} ms, the slowest one's {streams.Select(one => one.Median).DefaultIfEmpty().Max():F0} ms; {Hooks - Slow - Failing} healthy webhooks: median {Overall(hooks):F0} ms, the slowest one's {hooks.Select(one => one.Median).DefaultIfEmpty().Max():F0} ms; beside {Slow} slow and {Failing} failing; {before / 1024} MiB before and {memory / 1024} MiB with all followers; {cores:F2} cores of the service"),
            broken);
    }

    private static double Overall(List<Follows> kind) => kind.Count == 0 ? 0 : kind.Select(one => one.Median).Order().ElementAt(kind.Count / 2);

    private static List<Follows> Of(List<Follows> all, string kind) => all.FindAll(one => one.Name.StartsWith(kind, StringComparison.Ordinal));

    private static async Task<int> TakeAsync(Following following, string name, byte[] body)
    {
        if (name.StartsWith("failing", StringComparison.Ordinal))
        {
            return 500;
        }

        if (name.StartsWith("slow", StringComparison.Ordinal))
        {
            await Task.Delay(5_000);
        }

        following.Note(name, Encoding.UTF8.GetString(body));
        return 204;
    }

    private static long MemoryOf(ServiceProcess service) =>
        long.Parse(File.ReadLines($"/proc/{service.Id}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static TimeSpan CpuOf(ServiceProcess service) => Process.GetProcessById(service.Id).TotalProcessorTime;
}
