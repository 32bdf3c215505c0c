using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>Which process gives positions, as its readiness says.</summary>
internal static class Leading
{
    private static readonly TimeSpan TakenOverWithin = TimeSpan.FromSeconds(30);

    /// <returns>The place of the one that does, once one does.</returns>
    public static async Task<int> WhichAsync(IReadOnlyList<ServiceProcess> services)
    {
        while (true)
        {
            for (var i = 0; i < services.Count; i++)
            {
                if (await IsAsync(services[i]))
                {
                    return i;
                }
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Waits until it does.</summary>
    public static async Task UntilAsync(ServiceProcess service)
    {
        using var deadline = new CancellationTokenSource(TakenOverWithin);
        while (!await IsAsync(service))
        {
            await Task.Delay(50, deadline.Token);
        }
    }

    public static async Task<bool> IsAsync(ServiceProcess service)
    {
        using var answer = await service.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        using var ready = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ready.RootElement.GetProperty("parts").GetProperty("positions").GetProperty("data").GetProperty("leads").GetBoolean();
    }
}
