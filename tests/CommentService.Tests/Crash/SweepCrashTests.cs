using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Crash;

public sealed class SweepCrashTests
{
    private const int Comments = 450;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Sweep_goes_on_where_a_killed_process_left_it_and_changes_each_comment_once(int least)
    {
        using var data = new TemporaryDirectory();
        string backtest;
        await using (var service = await ServiceProcess.StartAsync(data))
        {
            await SendAsync(service, HttpMethod.Put, "/policy", Relaxed(2));
            await Task.WhenAll(Enumerable.Range(0, Comments).Select(i => PostAsync(service, i)));
            await Eventually.SeesAsync(() => ApprovedAsync(service), count => count == Comments, "All comments");
            await SendAsync(service, HttpMethod.Put, "/policy", Relaxed(0));
            backtest = (await SendAsync(service, HttpMethod.Post, "/policy/backtest", new { })).GetProperty("id").GetString()!;
            Assert.Equal(0, await service.StopAsync());
        }

        await using (var killed = await ServiceProcess.StartAsync(data))
        {
            await SendAsync(killed, HttpMethod.Post, $"/policy/backtests/{backtest}/apply", new { }, waits: false);
            await Eventually.SeesAsync(() => AppliedAsync(killed, backtest), applied => applied >= least, "The first of the sweep");
            await killed.Kill9Async();
        }

        await using var last = await ServiceProcess.StartAsync(data);
        await Eventually.SeesAsync(
            async () => (await last.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/moderation/policy/backtests/{backtest}")).GetProperty("state").GetString(), state => state == "applied", "The sweep's end");
        Assert.Equal(0, await ApprovedAsync(last));
        var held = await last.Admin.GetFromJsonAsync<JsonElement>("/api/v1/moderation/stats?bucket=day", Test.Cancellation);
        Assert.Equal(Comments, held.GetProperty("status").GetProperty("held").GetInt32());
        // Where one of several processes gives the positions, they come shortly after the change.
        Assert.Equal(2 * Comments, await Eventually.SeesAsync(() => ChangesAsync(last), changes => changes >= 2 * Comments, "The events of all changes"));
    }

    /// <summary>Only links count: all readers here have one address and nearly one text.</summary>
    private static object Relaxed(int links) => new
    {
        rules = new Dictionary<string, object>
        {
            ["links"] = new { max = links },
            ["flood"] = new { mode = "off" },
            ["duplicate"] = new { mode = "off" },
            ["campaign"] = new { mode = "off" },
            ["spam"] = new { mode = "off" },
            ["abuse"] = new { mode = "off" },
        },
    };

    private static async Task PostAsync(ServiceProcess service, int number)
    {
        using var taken = await service.Client.PostAsJsonAsync(
            $"/api/v1/articles/article-{number % 10}/comments", new { name = $"Reader {number}", comment = $"A fair point, number {number}, with a link: http://a.example/", email = $"reader{number}@example.org" }, Test.Cancellation);
        taken.EnsureSuccessStatusCode();
    }

    private static async Task<int> ApprovedAsync(ServiceProcess service)
    {
        var counts = await service.Client.GetFromJsonAsync<JsonElement>("/api/v1/counts?" + string.Join('&', Enumerable.Range(0, 10).Select(i => $"article=article-{i}")));
        return counts.EnumerateObject().Sum(article => article.Value.GetInt32());
    }

    private static async Task<int> ChangesAsync(ServiceProcess service)
    {
        var count = 0;
        for (var after = "0"; ;)
        {
            var page = await service.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/events?limit=200&after={after}", Test.Cancellation);
            count += page.GetProperty("items").GetArrayLength();
            if (page.GetProperty("next").GetString() == after)
            {
                return count;
            }

            after = page.GetProperty("next").GetString()!;
        }
    }

    private static async Task<int> AppliedAsync(ServiceProcess service, string backtest) =>
        (await service.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/moderation/policy/backtests/{backtest}?limit=1")).GetProperty("sweep").GetProperty("applied").GetInt32();

    private static async Task<JsonElement> SendAsync(ServiceProcess service, HttpMethod method, string path, object body, bool waits = true)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/moderation" + path) { Content = JsonContent.Create(body, body.GetType()) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        if (!waits)
        {
            request.Headers.TryAddWithoutValidation("Prefer", "respond-async");
        }

        using var answer = await service.Admin.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
