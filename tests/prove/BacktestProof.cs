using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>A stricter policy is tried on a hundred thousand stored comments, half of which it would decide otherwise.</summary>
internal static class BacktestProof
{
    private const double MostSeconds = 60;
    private const double MostMegabytes = 150;

    public static async Task<Proof> RunAsync(int count)
    {
        using var data = new TemporaryDirectory();
        var now = DateTimeOffset.UtcNow;
        Guid approved, held;
        await using (var service = await ServiceProcess.StartAsync(data))
        {
            approved = await PostAsync(service, "The benches by the river are always taken on a dry Saturday, and so is the low wall; see http://a.example/1 for a picture of both, taken last year.", "approved");
            held = await PostAsync(service, "See http://a.example/1 http://b.example/2 http://c.example/3", "held");
            await Condition.HoldsAsync(async () => (await service.Admin.GetFromJsonAsync<JsonElement>("/api/v1/events?after=0")).GetProperty("items").GetArrayLength() == 2, TimeSpan.FromSeconds(20));
            await service.StopAsync();
        }

        using (var stored = new StoredComments(data.PathOf("comments.db"), approved, held))
        {
            stored.Add(count, now.AddDays(-30), now.AddMinutes(-5), "'article-' || (i % 500)", "i % 50000");
        }

        await using var measured = await ServiceProcess.StartAsync(data);
        using (await measured.Admin.PostAsJsonAsync("/api/v1/moderation/policy/backtest", new { limit = 1000 }))
        {
            // What runs for the first time is compiled; that is no part of it.
        }

        var before = await MegabytesAsync(measured);
        var watch = Stopwatch.StartNew();
        using var answer = await measured.Admin.PostAsJsonAsync("/api/v1/moderation/policy/backtest", new { policy = new { rules = new { links = new { max = 0 } } }, limit = count });
        var seconds = watch.Elapsed.TotalSeconds;
        var found = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var more = await MegabytesAsync(measured) - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {found.GetProperty("seen").GetInt32():N0} comments in {seconds:F1} s, {more:F0} MiB more; {found.GetProperty("table").GetRawText()}"));
        return new Proof(
            string.Create(CultureInfo.InvariantCulture, $"a policy tried on {count:N0} comments"),
            [
                .. found.GetProperty("seen").GetInt32() == count ? Array.Empty<string>() : ["Not all comments were looked at"],
                .. seconds <= MostSeconds ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"It takes {seconds:F0} s")],
                .. more <= MostMegabytes ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"It takes {more:F0} MiB")],
            ]);
    }

    private static async Task<double> MegabytesAsync(ServiceProcess service)
    {
        var metrics = await service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = metrics.Split('\n').First(l => l.StartsWith("dotnet_process_memory_working_set_bytes", StringComparison.Ordinal) && !l.StartsWith('#'));
        return double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) / (1024 * 1024);
    }

    private static async Task<Guid> PostAsync(ServiceProcess service, string comment, string expected)
    {
        using var answer = await service.Client.PostAsJsonAsync("/api/v1/articles/template/comments", new { name = "Ann", comment });
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        await Condition.HoldsAsync(async () => (await service.Client.GetFromJsonAsync<JsonElement>($"/api/v1/submissions/{id}")).GetProperty("status").GetString() == expected, TimeSpan.FromSeconds(20));
        return id;
    }
}
