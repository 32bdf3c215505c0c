using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CommentService.Events;

/// <summary>An event at its place in the log, written as JSON once for all who are sent it.</summary>
internal sealed class LoggedEvent(long position, CloudEvent one, string? traceParent)
{
    private byte[]? frame;
    private int prefix;

    public long Position => position;

    public CloudEvent Event => one;

    /// <summary>W3C traceparent of what caused it.</summary>
    public string? TraceParent => traceParent;

    /// <summary>The event as a Server-Sent Event whose id is its position (HTML standard, section 9.2).</summary>
    public ReadOnlyMemory<byte> Frame => Written();

    /// <summary>The event in CloudEvents structured JSON, UTF-8: one line.</summary>
    public ReadOnlyMemory<byte> Json => Written().AsMemory(prefix..^2);

    /// <summary>Two followers may write it at once: both write the same.</summary>
    private byte[] Written()
    {
        if (Volatile.Read(ref frame) is { } known)
        {
            return known;
        }

        var start = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {position}\ndata: "));
        prefix = start.Length;
        byte[] written = [.. start, .. JsonSerializer.SerializeToUtf8Bytes(one, EventsJson.Default.CloudEvent), .. "\n\n"u8];
        Volatile.Write(ref frame, written);
        return written;
    }
}
