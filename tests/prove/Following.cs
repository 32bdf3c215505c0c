using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>How many events a follower saw, and the median of its delays in milliseconds.</summary>
internal sealed record Follows(string Name, int Count, double Median);

/// <summary>Followers of a service, its moderators, and how long after each decision each follower knows of it.</summary>
internal sealed class Following(ServiceProcess service) : IAsyncDisposable
{
    private const int DecisionsASecond = 20;
    private const int Comments = 100;

    private readonly HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { BaseAddress = service.Client.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource end = new();
    private readonly List<Task> streams = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> delays = new();
    private readonly List<string> ids = [];
    private int decided;

    /// <summary>Posts and approves what will be decided on.</summary>
    public async Task SeedAsync()
    {
        client.DefaultRequestHeaders.Authorization = service.Admin.DefaultRequestHeaders.Authorization;
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

        // What is left of that reaches nobody who begins now.
        await Task.Delay(1_000);
    }

    public async Task HookAsync(string address)
    {
        using var made = await service.Admin.PostAsJsonAsync("/api/v1/webhooks", new { url = address });
        made.EnsureSuccessStatusCode();
    }

    public async Task StreamAsync(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events?after=latest");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
        response.EnsureSuccessStatusCode();
        streams.Add(ReadAsync(name, response));
    }

    /// <summary>Removes and approves in turn, so many a second; each is one event that everybody is sent.</summary>
    /// <returns>How many it were.</returns>
    public async Task<int> DecideAsync(int seconds)
    {
        var watch = Stopwatch.StartNew();
        var count = seconds * DecisionsASecond;
        for (var i = 0; i < count; i++, decided++)
        {
            var due = TimeSpan.FromSeconds((double)i / DecisionsASecond) - watch.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            using var answer = await service.Admin.PostAsJsonAsync(
                $"/api/v1/moderation/comments/{ids[decided % ids.Count]}/{(decided / ids.Count % 2 == 0 ? "remove" : "approve")}", new { });
            answer.EnsureSuccessStatusCode();
        }

        return count;
    }

    /// <summary>Notes that a follower has an event now: from the moment that the decision has in it, by the same machine's clock.</summary>
    public void Note(string name, string text)
    {
        var now = DateTime.UtcNow;
        const string Time = "\"time\":\"";
        var start = text.IndexOf(Time, StringComparison.Ordinal) + Time.Length;
        var at = DateTime.Parse(text.AsSpan(start, text.IndexOf('"', start) - start), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        delays.GetOrAdd(name, _ => new()).Enqueue((now - at).TotalMilliseconds);
    }

    /// <summary>What was noted of each follower since the last time.</summary>
    public List<Follows> Take()
    {
        var taken = delays.Select(one => new Follows(one.Key, one.Value.Count, one.Value.Order().ElementAt(one.Value.Count / 2))).ToList();
        delays.Clear();
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(streams);
        client.Dispose();
        end.Dispose();
    }

    private async Task ReadAsync(string name, HttpResponseMessage response)
    {
        using (response)
        {
            try
            {
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(end.Token));
                while (await reader.ReadLineAsync(end.Token) is { } line)
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
