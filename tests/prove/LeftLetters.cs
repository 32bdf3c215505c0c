using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>The dead letters that a proof leaves.</summary>
internal static class LeftLetters
{
    /// <summary>Throws all dead letters away.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> DiscardAsync(ServiceProcess service, Ledger ledger)
    {
        var count = 0;
        while (true)
        {
            var page = await service.Admin.GetFromJsonAsync<JsonElement>("/api/v1/moderation/dead-letters");
            var ids = page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ToList();
            if (ids.Count == 0)
            {
                return count;
            }

            foreach (var id in ids)
            {
                using var answer = await service.Admin.PostAsJsonAsync($"/api/v1/moderation/dead-letters/{id}/discard", new { reason = "proof" });
                if (!answer.IsSuccessStatusCode)
                {
                    ledger.Contradict($"A dead letter could not be discarded: {(int)answer.StatusCode}");
                    return count;
                }

                count++;
            }
        }
    }
}
