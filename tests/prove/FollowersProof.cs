using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
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
    private const int DecisionsASecond = 20;
    private const int Comments = 100;
    private const double TargetMilliseconds = 200;

    private static readonly ConcurrentDictionary<string, ConcurrentQueue<double>> Delays = new();

    public static async Task<Proof> RunAsync(int seconds)
    {
        using var data = new TemporaryDirectory();
        await using var service = await ServiceProcess.StartAsync(data, Subscribers.Start);
        var ids = await SeedAsync(service);
        await using var receiver = await Receiver.StartAsync(TakeAsync);
        var head = await HeadAsync(service);
        for (var i = 0; i < Hooks; i++)
        {
            var kind = i < Slow ? "slow" : i < Slow + Failing ? "failing" : "hook";
            using var made = await service.Admin.PostAsJsonAsync("/api/v1/webhooks", new { url = $"{receiver.Address}/{kind}-{i}" });
            made.EnsureSuccessStatusCode();
        }

        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { BaseAddress = service.Client.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = service.Admin.DefaultRequestHeaders.Authorization;
        using var end = new CancellationTokenSource();
        var before = MemoryOf(service);
        var following = new List<Task>();
        for (var i = 0; i < Streams; i++)
        {
            following.Add(await FollowAsync(client, head, $"stream-{i}", end.Token));
        }

        // Runs of webhooks begin within a second.
        await Task.Delay(2_000);
        var cpu = CpuOf(service);
        var watch = Stopwatch.StartNew();
        var decided = await DecideAsync(service, ids, seconds);
        await Task.Delay(2_000);
        var (used, elapsed) = (CpuOf(service) - cpu, watch.Elapsed);
        var memory = MemoryOf(service);
        await end.CancelAsync();
        await Task.WhenAll(following);
        return Judge(decided, before, memory, used / elapsed);
    }

    private static Proof Judge(int decided, long before, long memory, double cores)
    {
        var broken = new List<string>();
        var (streams, hooks) = (Of("stream-"), Of("hook-"));
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
                $"{decided} decisions, {DecisionsASecond}/s; {Streams} streams: median {Overall(streams):F0} ms, the slowest one's {streams.Select(one => one.Median).DefaultIfEmpty().Max():F0} ms; {Hooks - Slow - Failing} healthy webhooks: median {Overall(hooks):F0} ms, the slowest one's {hooks.Select(one => one.Median).DefaultIfEmpty().Max():F0} ms; beside {Slow} slow and {Failing} failing; {before / 1024} MiB before and {memory / 1024} MiB with all followers; {cores:F2} cores of the service"),
            broken);
    }

    private static double Overall(List<(int Count, double Median)> kind) => kind.Count == 0 ? 0 : kind.Select(one => one.Median).Order().ElementAt(kind.Count / 2);

    private static List<(int Count, double Median)> Of(string kind) =>
        [.. Delays.Where(one => one.Key.StartsWith(kind, StringComparison.Ordinal)).Select(one => (one.Value.Count, one.Value.Order().ElementAt(one.Value.Count / 2)))];

    private static async Task<int> TakeAsync(string path, byte[] body)
    {
        var name = path[1..];
        if (name.StartsWith("failing", StringComparison.Ordinal))
        {
            return 500;
        }

        if (name.StartsWith("slow", StringComparison.Ordinal))
        {
            await Task.Delay(5_000);
        }

        Note(name, Encoding.UTF8.GetString(body));
        return 204;
    }

    private static async Task<Task> FollowAsync(HttpClient client, string head, string name, CancellationToken end)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events?after=" + head);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end);
        response.EnsureSuccessStatusCode();
        return ReadAsync();

        async Task ReadAsync()
        {
            using (response)
            {
                try
                {
                    using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(end));
                    while (await reader.ReadLineAsync(end) is { } line)
                    {
                        if (line.StartsWith("data: ", StringComparison.Ordinal))
                        {
                            Note(name, line);
                        }
                    }
                }
                catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException)
                {
                    // The end.
                }
            }
        }
    }

    /// <summary>From the moment that the decision has in its event: same machine, same clock.</summary>
    private static void Note(string name, string text)
    {
        var now = DateTime.UtcNow;
        const string Time = "\"time\":\"";
        var start = text.IndexOf(Time, StringComparison.Ordinal) + Time.Length;
        var at = DateTime.Parse(text.AsSpan(start, text.IndexOf('"', start) - start), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        Delays.GetOrAdd(name, _ => new()).Enqueue((now - at).TotalMilliseconds);
    }

    private static async Task<List<string>> SeedAsync(ServiceProcess service)
    {
        var ids = new List<string>();
        for (var i = 0; i < Comments; i++)
        {
            using var posted = await service.Client.PostAsJsonAsync($"/api/v1/articles/article-{i % 10}/comments", new { name = $"Reader {i}", comment = $"The {i}th point is a fair one, and I would like to hear more of it." });
            posted.EnsureSuccessStatusCode();
            ids.Add((await posted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);
        }

        foreach (var id in ids)
        {
            while ((await service.Client.GetFromJsonAsync<JsonElement>("/api/v1/submissions/" + id)).GetProperty("status").GetString() == "queued")
            {
                await Task.Delay(20);
            }

            using var approved = await service.Admin.PostAsJsonAsync($"/api/v1/moderation/comments/{id}/approve", new { });
            approved.EnsureSuccessStatusCode();
        }

        await Task.Delay(1_000);
        return ids;
    }

    private static async Task<string> HeadAsync(ServiceProcess service)
    {
        var next = "0";
        while (true)
        {
            var page = await service.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/events?limit=200&after={next}");
            if (page.GetProperty("next").GetString() == next)
            {
                return next;
            }

            next = page.GetProperty("next").GetString()!;
        }
    }

    /// <summary>Removes and approves in turn, so many a second; each is one event that everybody is sent.</summary>
    private static async Task<int> DecideAsync(ServiceProcess service, List<string> ids, int seconds)
    {
        var watch = Stopwatch.StartNew();
        var count = seconds * DecisionsASecond;
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / DecisionsASecond) - watch.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            using var decided = await service.Admin.PostAsJsonAsync(
                $"/api/v1/moderation/comments/{ids[i % ids.Count]}/{(i / ids.Count % 2 == 0 ? "remove" : "approve")}", new { });
            decided.EnsureSuccessStatusCode();
        }

        return count;
    }

    private static long MemoryOf(ServiceProcess service) =>
        long.Parse(File.ReadLines($"/proc/{service.Id}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static TimeSpan CpuOf(ServiceProcess service) => Process.GetProcessById(service.Id).TotalProcessorTime;
}
