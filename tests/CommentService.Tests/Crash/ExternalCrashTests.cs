using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Hosting.Outgoing;
using CommentService.Tests.Running;

namespace CommentService.Tests.Crash;

public sealed class ExternalCrashTests
{
    [Fact]
    public async Task Submission_that_waits_for_an_outside_service_is_asked_about_again_after_a_kill_and_stored_once()
    {
        using var data = new TemporaryDirectory();
        await using var outside = await OutsideServer.StartAsync();
        outside.Behaviour = (http, _) => outside.NeverAnswerAsync(http);
        var policy = data.PathOf("policy.json");
        await File.WriteAllTextAsync(policy, """{ "rules": { "external": { "mode": "enforce", "service": "callout", "timeout": "10s" } } }""", Test.Cancellation);
        var start = new ServiceStart
        {
            Settings = new Dictionary<string, string>
            {
                ["Comments:Policy"] = policy,
                ["Comments:Outgoing:AllowedNetworks"] = "127.0.0.0/8",
                ["Comments:External:Callout:Address"] = outside.Address,
                ["Comments:External:Callout:Secret"] = WebhookSecret.Make(),
            },
        };
        string id;
        await using (var killed = await ServiceProcess.StartAsync(data, start))
        {
            using var taken = await killed.Client.PostAsJsonAsync("/api/v1/articles/article/comments", new { name = "Ann", comment = "A fair point." }, Test.Cancellation);
            id = (await taken.Content.ReadFromJsonAsync<JsonElement>(Test.Cancellation)).GetProperty("id").GetString()!;
            await Eventually.HoldsAsync(() => outside.Requests.Count == 1, "The question");
            await killed.Kill9Async();
        }

        outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, """{ "verdict": "approve" }""");
        await using var service = await ServiceProcess.StartAsync(data, start);
        await Eventually.SeesAsync(
            async () => (await service.Client.GetFromJsonAsync<JsonElement>($"/api/v1/submissions/{id}")).GetProperty("status").GetString(), status => status == "approved", "The approval");
        var page = await service.Client.GetFromJsonAsync<JsonElement>("/api/v1/articles/article/comments", Test.Cancellation);
        Assert.Equal([id], page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        var seen = await service.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/moderation/comments/{id}", Test.Cancellation);
        Assert.Single(seen.GetProperty("history").EnumerateArray());
    }
}
