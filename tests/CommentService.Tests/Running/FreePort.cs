using System.Net;
using System.Net.Sockets;

namespace CommentService.Tests.Running;

/// <summary>A loopback port that nobody listens on.</summary>
internal static class FreePort
{
    // Below those that the system gives to outgoing connections: one of a test beside this one could take it back.
    private const int First = 20_000;
    private const int Last = 31_999;

    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last + 1);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another.
            }
        }
    }
}
