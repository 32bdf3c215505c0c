using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using CommentService.Storage;

namespace CommentService.Events;

/// <summary>
/// Follows the log live as Server-Sent Events (HTML standard, section 9.2). A follower is no thread and no query: it
/// waits for the tail, and writes what the tail has written once for all. One that reads slowly waits for its own
/// connection only; one that reads nothing at all is closed by the server's lowest rate.
/// </summary>
internal sealed class EventStream(Tail tail, EventLog log, Database database, IHostApplicationLifetime lifetime)
{
    public const string ContentType = "text/event-stream";

    /// <summary>Between two signs of life.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <summary>So much is written before the connection is waited for.</summary>
    private const int MostUnflushed = 32 * 1024;

    private const int SnapshotAtOnce = 200;

    public static bool IsAskedFor(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase) && accepted.Quality != 0);

    /// <summary>Writes events from a position on until the client goes, the key ends or the service stops.</summary>
    /// <param name="http">The request, nothing of which is answered yet.</param>
    /// <param name="after">The position before the first event.</param>
    /// <param name="snapshotUntil">Up to here only what is approved now; 0 is everything.</param>
    /// <param name="filter">Which events.</param>
    /// <param name="key">The key that asked.</param>
    public async Task FollowAsync(HttpContext http, long after, long snapshotUntil, EventFilter filter, Guid key)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var headers = http.Response.Headers;
        headers.ContentType = ContentType;
        headers.CacheControl = "no-store";
        // nginx would otherwise keep events back until its buffer is full.
        headers["X-Accel-Buffering"] = "no";
        using var place = tail.Join();
        try
        {
            await WriteAsync(http.Response.BodyWriter, after, snapshotUntil, filter, key, end.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException || database.IsOutage(exception))
        {
            // The client has its last position, and comes again with it.
        }
    }

    private async Task WriteAsync(PipeWriter writer, long after, long snapshotUntil, EventFilter filter, Guid key, CancellationToken end)
    {
        var (position, told, beats) = (after, after, tail.Beats);
        WriteText(writer, ": following\n\n");
        await writer.FlushAsync(end);
        while (!tail.IsRevoked(key))
        {
            var next = tail.Next;
            var page = position < snapshotUntil
                ? await log.ReadSnapshotAsync(position, snapshotUntil, filter, withRemoved: false, SnapshotAtOnce, end)
                : await tail.ReadAsync(position, filter, end);
            foreach (var one in page.Events)
            {
                writer.Write(one.Frame.Span);
                if (writer.UnflushedBytes > MostUnflushed)
                {
                    await writer.FlushAsync(end);
                }
            }

            told = page.Events.Count > 0 ? page.Events[^1].Position : told;
            if (tail.Beats != beats)
            {
                beats = tail.Beats;
                // Whoever wants few of the events moves on all the same, and need not look through the rest again.
                WriteText(writer, told == page.End ? ": alive\n\n" : string.Create(CultureInfo.InvariantCulture, $": alive\nid: {told = page.End}\n\n"));
            }

            if (writer.UnflushedBytes > 0 && (await writer.FlushAsync(end)).IsCompleted)
            {
                return;
            }

            if (page.End == position)
            {
                await next.WaitAsync(end);
            }

            position = page.End;
        }
    }

    private static void WriteText(PipeWriter writer, string text) => Encoding.ASCII.GetBytes(text, writer);
}
