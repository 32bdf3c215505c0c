using System.Net.Http.Headers;
using System.Net.Sockets;
using CommentService.Storage;

namespace CommentService.Hosting.Outgoing;

/// <summary>What came of one message.</summary>
/// <param name="Status">The HTTP status; null where there was no answer.</param>
/// <param name="Error">Why there was none, in a word.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone.</param>
internal sealed record Sent(int? Status, string? Error, int Milliseconds, TimeSpan? RetryAfter)
{
    public bool IsTaken => Status is >= 200 and < 300;

    /// <summary>The receiver wants nothing any more.</summary>
    public bool IsGone => Status == StatusCodes.Status410Gone;
}

/// <summary>Posts messages to webhooks, signed as Standard Webhooks (specification 1.0.0): while a secret is being changed, with both.</summary>
internal sealed class WebhookSender(OutgoingHttp outgoing, TimeProvider time)
{
    /// <summary>So long may a receiver take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>Only the status counts; what else an answer says is read so far that the connection can be used again.</summary>
    private const int MostRead = 16 * 1024;

    private static readonly MediaTypeHeaderValue CloudEventsJson = new("application/cloudevents+json") { CharSet = "utf-8" };

    /// <param name="hook">Where to.</param>
    /// <param name="id">The message's id: the event's, each time that it is sent.</param>
    /// <param name="body">A CloudEvent in structured JSON.</param>
    /// <param name="traceParent">W3C traceparent of what caused it; null where that was not traced.</param>
    /// <param name="cancellation">Ends it without a result.</param>
    public async Task<Sent> SendAsync(Webhook hook, string id, ReadOnlyMemory<byte> body, string? traceParent, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        using var request = Request(hook, id, body, traceParent);
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var answer = await outgoing.SendAsync(request, MostRead, either.Token);
            return new(answer.Status, null, Elapsed(), RetryAfterOf(answer.Headers));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(null, "timeout", Elapsed(), null);
        }
        catch (Exception exception) when (WordOf(exception) is { } error)
        {
            return new(null, error, Elapsed(), null);
        }

        int Elapsed() => (int)time.GetElapsedTime(began).TotalMilliseconds;
    }

    private static string? WordOf(Exception exception) => exception switch
    {
        AddressRefusedException => "address-not-allowed",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } or HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound } } => "name-not-resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no-connection",
        HttpRequestException or IOException => "broken-answer",
        _ => null,
    };

    private HttpRequestMessage Request(Webhook hook, string id, ReadOnlyMemory<byte> body, string? traceParent)
    {
        var now = time.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = CloudEventsJson;
        foreach (var (name, value) in Headers(hook, id, now, body.Span))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (traceParent is not null)
        {
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        }

        return request;
    }

    private static IEnumerable<(string Name, string Value)> Headers(Webhook hook, string id, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var headers = Read(hook.Secret).Headers(id, now, body);
        if (hook.OldSecret is null || hook.OldSecretUntil <= now.UtcDateTime)
        {
            return headers;
        }

        var old = Read(hook.OldSecret).Headers(id, now, body).ToDictionary(header => header.Name, header => header.Value);
        return [.. headers.Select(header => header.Name == WebhookSecret.SignatureHeader ? (header.Name, $"{header.Value} {old[header.Name]}") : header)];
    }

    private static WebhookSecret Read(string secret) =>
        WebhookSecret.TryRead(secret, out var read) ? read : throw new InvalidOperationException("A webhook's secret was checked when it was stored.");

    private TimeSpan? RetryAfterOf(HttpResponseHeaders headers) =>
        headers.RetryAfter is not { } after ? null : after.Delta ?? (after.Date - time.GetUtcNow());
}
