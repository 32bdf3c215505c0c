using System.Net.Sockets;
using System.Text;

namespace CommentService.Tests.Intake.BadInput;

/// <summary>Bytes on a socket, for what no HTTP client would send.</summary>
internal static class RawConnection
{
    /// <summary>Sends the bytes and reads whatever comes back, until the server closes.</summary>
    /// <param name="leaves">Whether to end this side of the connection after the last byte, as a client does that goes away.</param>
    /// <returns>The status of the answer, 0 without one; and the whole answer as text.</returns>
    public static async Task<(int Status, string Text)> SendAsync(Uri address, byte[] request, bool leaves = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = socket.GetStream();
        using var answer = new MemoryStream();
        var reading = stream.CopyToAsync(answer);
        try
        {
            await stream.WriteAsync(request);
            if (leaves)
            {
                socket.Client.Shutdown(SocketShutdown.Send);
            }

            await reading;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The server had enough and closed; what it said before counts.
            await reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        var text = Encoding.UTF8.GetString(answer.ToArray());
        return (text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && int.TryParse(text.AsSpan(9, 3), out var status) ? status : 0, text);
    }

    public static Task<(int Status, string Text)> SendAsync(Uri address, string head, byte[]? body = null, bool leaves = false) =>
        SendAsync(address, [.. Encoding.Latin1.GetBytes(head.Replace("\n", "\r\n", StringComparison.Ordinal)), .. body ?? []], leaves);
}
