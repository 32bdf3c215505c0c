using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Contracts;

namespace SearchIndex;

/// <summary>What was approved before the queue was there: the feed's snapshot, read at each start. What the index has of it already changes nothing.</summary>
internal static class Snapshot
{
    public static async Task ReadAsync(Uri service, string key, CommentIndex index)
    {
        using var client = new HttpClient { BaseAddress = service };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        for (string? after = null; ;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/events?snapshot=true&limit=200{(after is null ? "" : "&after=" + after)}");
            foreach (var one in page.GetProperty("items").EnumerateArray())
            {
                index.Apply(one.GetProperty("data").Deserialize<CommentEvent>(JsonSerializerOptions.Web)!);
            }

            var next = page.GetProperty("next").GetString()!;
            if (next == after)
            {
                return;
            }

            after = next;
        }
    }
}
