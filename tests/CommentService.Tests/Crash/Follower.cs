using System.Globalization;
using System.Net;
using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Crash;

/// <summary>
/// Another service that follows the event feed over restarts. What it has seen once must stand for ever: the same event
/// at the same position, none that comes later at a position that it has passed.
/// </summary>
internal sealed class Follower(Ledger ledger)
{
    private readonly List<Guid> seen = [];

    /// <summary>Event ids by position, from 1.</summary>
    public IReadOnlyList<Guid> Seen => seen;

    /// <summary>Follows while the service is there.</summary>
    public async Task FollowUntilGoneAsync(ServiceProcess service, CancellationToken enough = default)
    {
        while (!service.HasEnded && !enough.IsCancellationRequested)
        {
            try
            {
                if (await ReadOnAsync(service) == 0)
                {
                    await Task.Delay(10, CancellationToken.None);
                }
            }
            catch (Exception exception) when (ServiceProcess.IsGone(exception))
            {
                // The service died under it; the loop sees that.
            }
        }
    }

    /// <summary>Reads from the position that it has to the head.</summary>
    public async Task CatchUpAsync(ServiceProcess service)
    {
        while (await ReadOnAsync(service) > 0)
        {
        }
    }

    /// <summary>Reads everything from the beginning, as a new follower would.</summary>
    public static async Task<IReadOnlyList<Guid>> WalkAsync(ServiceProcess service, Ledger ledger)
    {
        var follower = new Follower(ledger);
        await follower.CatchUpAsync(service);
        return follower.Seen;
    }

    private async Task<int> ReadOnAsync(ServiceProcess service)
    {
        using var answer = await service.Admin.GetAsync(new Uri($"/api/v1/events?after={seen.Count}&limit=200", UriKind.Relative));
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null)
        {
            ledger.Refuse();
            return 0;
        }

        if (answer.StatusCode != HttpStatusCode.OK)
        {
            ledger.Contradict($"The feed after {seen.Count} was answered with {(int)answer.StatusCode}");
            return 0;
        }

        using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var items = page.RootElement.GetProperty("items").EnumerateArray().ToList();
        foreach (var item in items)
        {
            seen.Add(item.GetProperty("id").GetGuid());
            if (item.GetProperty("sequence").GetString() != seen.Count.ToString(CultureInfo.InvariantCulture))
            {
                ledger.Contradict($"The feed gave position {item.GetProperty("sequence").GetString()} where {seen.Count} was next");
            }
        }

        if (page.RootElement.GetProperty("next").GetString() != seen.Count.ToString(CultureInfo.InvariantCulture))
        {
            ledger.Contradict($"The feed's next is {page.RootElement.GetProperty("next").GetString()}, its last event was {seen.Count}");
        }

        return items.Count;
    }
}
