using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Events;

/// <summary>Another service that follows a stream, with a parser that is not the service's.</summary>
internal sealed class EventFollower : IAsyncDisposable
{
    private readonly HttpResponseMessage response;
    private readonly SseParser<string> parser;
    private readonly IAsyncEnumerator<SseItem<string>> items;

    private EventFollower(HttpResponseMessage response, Stream body)
    {
        this.response = response;
        parser = SseParser.Create(body);
        items = parser.EnumerateAsync(Test.Cancellation).GetAsyncEnumerator(Test.Cancellation);
    }

    public HttpResponseMessage Response => response;

    /// <summary>Starts to follow; the answer must be a stream.</summary>
    public static async Task<EventFollower> StartAsync(TestService service, string path, string key = TestService.AdminKey, long? lastEventId = null)
    {
        var response = await AskAsync(service, path, key, lastEventId?.ToString(CultureInfo.InvariantCulture));
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {path}");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new EventFollower(response, await response.Content.ReadAsStreamAsync(Test.Cancellation));
    }

    /// <summary>Asks for a stream and returns as soon as the answer's head is here.</summary>
    public static async Task<HttpResponseMessage> AskAsync(TestService service, string path, string key = TestService.AdminKey, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Authorization", "Bearer " + key);
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Test.Cancellation);
    }

    /// <summary>The next events.</summary>
    public async Task<IReadOnlyList<(string Id, JsonElement Event)>> TakeAsync(int count)
    {
        var taken = new List<(string, JsonElement)>();
        while (taken.Count < count)
        {
            Assert.True(await items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Test.Cancellation), $"The stream ended after {taken.Count} of {count} events.");
            taken.Add((parser.LastEventId, JsonElement.Parse(items.Current.Data)));
        }

        return taken;
    }

    public async Task<IReadOnlyList<long>> PositionsAsync(int count) => [.. (await TakeAsync(count)).Select(one => long.Parse(one.Id, CultureInfo.InvariantCulture))];

    /// <summary>Waits until the service ends the stream.</summary>
    public async Task EndsAsync()
    {
        while (await items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Test.Cancellation))
        {
        }
    }

    public ValueTask DisposeAsync()
    {
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
