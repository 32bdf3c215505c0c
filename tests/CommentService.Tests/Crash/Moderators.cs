using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Crash;

/// <summary>Moderators who work through the review queue while the service is killed, and change their minds now and then.</summary>
internal sealed class Moderators(ServiceProcess service, Ledger ledger)
{
    public async Task DecideUntilGoneAsync(int moderators, CancellationToken enough = default) => await Task.WhenAll(
        Enumerable.Range(0, moderators).Select(n => Task.Run(() => DecideAsync(new Random(n), enough), CancellationToken.None)));

    private async Task DecideAsync(Random random, CancellationToken enough)
    {
        while (!service.HasEnded && !enough.IsCancellationRequested)
        {
            try
            {
                var held = await HeldAsync();
                if (held.Count == 0)
                {
                    await Task.Delay(10, CancellationToken.None);
                    continue;
                }

                await WorkOnAsync(held[random.Next(held.Count)], random.Next(6));
            }
            catch (Exception exception) when (ServiceProcess.IsGone(exception))
            {
                // The service died under it; the loop sees that.
            }
        }
    }

    private async Task WorkOnAsync(Guid comment, int mood)
    {
        await DecideAsync(comment, mood % 2 == 0 ? "approve" : "reject");
        if (mood == 0)
        {
            await DecideAsync(comment, "remove");
        }
        else if (mood == 1)
        {
            await DecideAsync(comment, "approve");
        }
    }

    private async Task<List<Guid>> HeldAsync()
    {
        using var answer = await service.Admin.GetAsync(new Uri("/api/v1/moderation/comments?status=held&sort=newest&limit=50", UriKind.Relative));
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null)
        {
            ledger.Refuse();
            return [];
        }

        if (answer.StatusCode != HttpStatusCode.OK)
        {
            ledger.Contradict($"The review queue was answered with {(int)answer.StatusCode}");
            return [];
        }

        var page = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
    }

    private async Task DecideAsync(Guid comment, string decision)
    {
        var to = decision switch { "approve" => "approved", "reject" => "rejected", _ => "removed" };
        ledger.Decide(comment, to, version: null);
        using var answer = await service.Admin.PostAsJsonAsync($"/api/v1/moderation/comments/{comment}/{decision}", new { reason = "test" });
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            var now = await answer.Content.ReadFromJsonAsync<JsonElement>();
            ledger.Decide(comment, to, now.GetProperty("version").GetInt32());
        }
        else if (answer.StatusCode is not (HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable))
        {
            // 409: another moderator was there first.
            ledger.Contradict($"A decision was answered with {(int)answer.StatusCode}");
        }
    }
}
