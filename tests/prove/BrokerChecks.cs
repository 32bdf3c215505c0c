using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>What must hold on a broker when all is done.</summary>
internal static class BrokerChecks
{
    /// <summary>Every change reached the subscriber, under its id and in the order of its comment.</summary>
    public static void AllReceived(StoredState stored, IReadOnlyList<(Guid Id, Guid Comment, int Version)> events, Ledger ledger)
    {
        var first = events.DistinctBy(one => one.Id).ToList();
        foreach (var missed in stored.Changes.Select(change => change.Event).Except(first.Select(one => one.Id)).Take(5))
        {
            ledger.Contradict($"Event {missed} did not reach the subscriber");
        }

        foreach (var comment in first.GroupBy(one => one.Comment).Where(group => !group.Select(one => one.Version).SequenceEqual(group.Select(one => one.Version).Order())).Take(5))
        {
            ledger.Contradict($"The events of {comment.Key} reached the subscriber out of order");
        }
    }

    /// <summary>Throws all dead letters away.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> DiscardLettersAsync(ServiceProcess service, Ledger ledger)
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
