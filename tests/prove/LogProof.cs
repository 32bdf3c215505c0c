using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;
using Microsoft.Data.Sqlite;

namespace CommentService.Prove;

/// <summary>How fast events are given positions, read in pages and streamed: a log of so many events without positions, and the service started on it.</summary>
internal static class LogProof
{
    private const double TargetPerSecond = 5_000;

    public static async Task<Proof> RunAsync(int events)
    {
        using var data = new TemporaryDirectory();
        await using (var empty = await ServiceProcess.StartAsync(data))
        {
            await empty.StopAsync();
        }

        Fill(data, events);
        var watch = Stopwatch.StartNew();
        await using var service = await ServiceProcess.StartAsync(data);
        await Condition.HoldsAsync(() => StoredState.IsPositioned(data), TimeSpan.FromMinutes(2));
        var positions = events / watch.Elapsed.TotalSeconds;
        await WalkAsync(service, Math.Min(events, 2_000));
        watch.Restart();
        await WalkAsync(service, events);
        var pages = events / watch.Elapsed.TotalSeconds;
        watch.Restart();
        await StreamAsync(service, events);
        var stream = events / watch.Elapsed.TotalSeconds;
        var broken = new[] { ("positions", positions), ("pages", pages), ("stream", stream) }.Where(rate => rate.Item2 < TargetPerSecond).Select(rate => $"{rate.Item1}: {rate.Item2:F0}/s, less than {TargetPerSecond}").ToList();
        return new Proof(string.Create(CultureInfo.InvariantCulture, $"{events} events; positions {positions:F0}/s (the start of the process within), pages of 200 {pages:F0}/s, one stream {stream:F0}/s"), broken);
    }

    private static void Fill(TemporaryDirectory data, int events)
    {
        using var connection = new SqliteConnection($"Data Source={data.PathOf("comments.db")};Pooling=False");
        connection.Open();
        using var fill = connection.CreateCommand();
        fill.CommandText =
            $"""
            CREATE TEMP TABLE "Numbers" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {events}) SELECT i, randomblob(16) AS id FROM n;
            INSERT INTO "Comments" ("Id", "ArticleId", "Depth", "Name", "Text", "Status", "Version", "DecidedByModerator", "AuthorKey", "AuthorIdentity", "RequestKey", "ContentKey", "HoneypotFilled", "PolicyVersion", "ModelVersion")
                SELECT id, 'article-' || (i % 100), 1, 'Reader ' || i, 'The ' || i || 'th point is a fair one, and I would like to hear more of it.', 1, 1, 0, i, 0, i, 0, 0, 1, 0 FROM "Numbers";
            INSERT INTO "Changes" ("EventId", "CommentId", "Version", "To", "At") SELECT randomblob(16), id, 1, 1, 1767225600000 + i FROM "Numbers";
            """;
        fill.CommandTimeout = 120;
        fill.ExecuteNonQuery();
    }

    private static async Task WalkAsync(ServiceProcess service, int events)
    {
        for (var next = "0"; int.Parse(next, CultureInfo.InvariantCulture) < events;)
        {
            var page = await service.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/events?limit=200&after={next}");
            next = page.GetProperty("next").GetString()!;
        }
    }

    private static async Task StreamAsync(ServiceProcess service, int events)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events?after=0");
        request.Headers.Add("Accept", "text/event-stream");
        using var response = await service.Admin.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var seen = 0; seen < events;)
        {
            seen += (await reader.ReadLineAsync())!.StartsWith("data: ", StringComparison.Ordinal) ? 1 : 0;
        }
    }
}
