using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Crash;

/// <summary>
/// Two services that follow the log over restarts besides the feed's reader: one by a stream, one by a webhook whose
/// receiver refuses, breaks off and is killed at random. Each must see every event, and a comment's events in order.
/// </summary>
internal sealed class Subscribers(Ledger ledger) : IAsyncDisposable
{
    private readonly List<Guid> streamed = [];
    private readonly Lock gate = new();
    private readonly HashSet<Guid> taken = [];
    private readonly Dictionary<Guid, int> versions = [];
    private HookReceiver? receiver;
    private string? hook;

    /// <summary>Event ids as the stream brought them; position 1 is first.</summary>
    public IReadOnlyList<Guid> Streamed => streamed;

    /// <summary>What a service must be told to be allowed to post to this machine.</summary>
    public static ServiceStart Start { get; } = new() { Settings = new Dictionary<string, string> { ["Comments:Outgoing:AllowedNetworks"] = "127.0.0.0/8" } };

    public int Taken
    {
        get
        {
            lock (gate)
            {
                return taken.Count;
            }
        }
    }

    /// <summary>How often the webhook's receiver was killed.</summary>
    public int ReceiverKills => receiver?.Kills ?? 0;

    /// <summary>Kills the webhook's receiver now and then while the service is there, and starts it again after a moment.</summary>
    public async Task LoseReceiverUntilGoneAsync(ServiceProcess service)
    {
        while (!service.HasEnded)
        {
            await Task.WhenAny(service.Ended, Task.Delay(Random.Shared.Next(200, 3_000)));
            if (receiver is not null)
            {
                await receiver.Kill9Async();
                await Task.Delay(Random.Shared.Next(500));
                await receiver.StartAgainAsync();
            }
        }
    }

    /// <summary>Makes the webhook, once; it is sent everything from the log's beginning.</summary>
    public async Task MakeAsync(ServiceProcess service)
    {
        receiver ??= await HookReceiver.StartAsync(Take);
        if (hook is not null)
        {
            return;
        }

        // One answered late is made twice, which does no harm: both are sent everything.
        using var made = await service.Admin.PostAsJsonAsync(
            "/api/v1/webhooks", new { url = receiver.Address, types = new[] { "comment.held", "comment.approved", "comment.rejected", "comment.removed" }, after = "0" });
        hook = made.IsSuccessStatusCode ? await made.Content.ReadAsStringAsync() : null;
    }

    /// <summary>Makes the webhook, once, and follows the stream while the service is there.</summary>
    public async Task FollowUntilGoneAsync(ServiceProcess service)
    {
        while (!service.HasEnded)
        {
            try
            {
                await MakeAsync(service);
                await StreamAsync(service, until: long.MaxValue, CancellationToken.None);
            }
            catch (Exception exception) when (ServiceProcess.IsGone(exception) || exception is OperationCanceledException)
            {
                await Task.WhenAny(service.Ended, Task.Delay(20));
            }
        }
    }

    /// <summary>Waits until both have seen all events of the log.</summary>
    public async Task CatchUpAsync(ServiceProcess service, IReadOnlyList<Guid> log, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        await MakeAsync(service);
        await StreamAsync(service, log.Count, deadline.Token);
        while (Taken < log.Count && !deadline.IsCancellationRequested)
        {
            await Task.Delay(50, CancellationToken.None);
        }

        lock (gate)
        {
            foreach (var missed in log.Where(id => !taken.Contains(id)).Take(5))
            {
                ledger.Contradict($"The webhook was never sent event {missed} of {log.Count} ({taken.Count} were)");
            }

            foreach (var invented in taken.Except(log).Take(5))
            {
                ledger.Contradict($"The webhook was sent event {invented}, which is not in the log");
            }
        }
    }

    public ValueTask DisposeAsync() => receiver?.DisposeAsync() ?? default;

    private async Task StreamAsync(ServiceProcess service, long until, CancellationToken cancellation)
    {
        if (streamed.Count >= until)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Last-Event-ID", streamed.Count.ToString(CultureInfo.InvariantCulture));
        using var response = await service.Admin.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        long position = 0;
        while (streamed.Count < until && await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                position = long.Parse(line.AsSpan(4), CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                streamed.Add(JsonElement.Parse(line[6..]).GetProperty("id").GetGuid());
                if (position != streamed.Count)
                {
                    ledger.Contradict($"The stream gave position {position} where {streamed.Count} was next");
                }
            }
        }
    }

    private void Take(string line)
    {
        var one = JsonElement.Parse(line);
        var (id, subject, version) = (one.GetProperty("id").GetGuid(), one.GetProperty("subject").GetGuid(), one.GetProperty("version").GetInt32());
        lock (gate)
        {
            if (taken.Add(id))
            {
                var last = versions.GetValueOrDefault(subject);
                if (version != last + 1)
                {
                    ledger.Contradict($"The webhook was sent version {version} of {subject} after version {last}");
                }

                versions[subject] = version;
            }
        }
    }
}
