using System.Text.Json;

namespace CommentService.Compliance.Storage;

/// <summary>Of several processes on one database one sends to webhooks; another goes on where it stopped.</summary>
public sealed class WebhookLeaseTests : TwoProcesses
{
    private static readonly (string Name, string Value) Key = ("Authorization", "Bearer " + TestService.AdminKey);

    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?> { ["Comments:Outgoing:AllowedNetworks"] = "127.0.0.0/8" };

    [Fact]
    public async Task Each_event_is_sent_once_to_each_webhook_and_the_other_process_goes_on_when_one_stops()
    {
        await using var receiver = await OutsideServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        var hooks = new List<string>();
        foreach (var service in Both)
        {
            var made = await service.SendAsync(HttpMethod.Post, "/api/v1/webhooks", System.Net.Http.Json.JsonContent.Create(new { url = $"{receiver.Address}/{hooks.Count}", after = "0" }), Key);
            Assert.True(made.Status == 201, made.ToString());
            hooks.Add(made.Id);
        }

        await PostAsync(Both);
        await TakenAsync(First, hooks, 20);
        await StopAsync(First);
        await PostAsync([Second]);
        await TakenAsync(Second, hooks, 30);
        foreach (var hook in receiver.Requests.GroupBy(request => request.Path))
        {
            Assert.Equal(Enumerable.Range(1, 30).Select(i => $"{i}"), hook.Select(request => JsonElement.Parse(request.Body).GetProperty("sequence").GetString()!).OrderBy(int.Parse));
        }

        Assert.Equal(60, receiver.Requests.Count);
    }

    private static Task<string[]> PostAsync(IReadOnlyList<TestService> services) => Task.WhenAll(services.SelectMany(service => Enumerable.Range(0, 10).Select(i =>
        service.PostSettledAsync($"article-{i % 3}", $"Reader {i}", $"A point {i} of {Guid.CreateVersion7()}"))));

    /// <summary>Waits until so many events were taken by each webhook, and that is stored.</summary>
    private static async Task TakenAsync(TestService service, List<string> hooks, int count)
    {
        foreach (var hook in hooks)
        {
            await Eventually.SeesAsync(() => service.GetAsync("/api/v1/webhooks/" + hook, Key), seen => seen.Member("position") == $"{count}" && seen.Json.GetProperty("waiting").GetInt32() == 0, $"{count} events taken");
        }
    }
}
