using System.Net;
using System.Text;

namespace CommentService.Load.Client;

/// <summary>Where the load goes. Only this machine: a generator must not be pointed at somebody else's server.</summary>
internal sealed record LoopbackTarget(Uri Url, IPEndPoint EndPoint)
{
    /// <summary>The value of <c>Host</c>.</summary>
    public byte[] Host { get; } = Encoding.ASCII.GetBytes(Url.Authority);

    public static LoopbackTarget Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp)
        {
            throw new LoadException($"--url is an http address such as http://127.0.0.1:5080, not '{text}'.");
        }

        var address = url.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(url.Host.Trim('[', ']'), out var parsed) ? parsed : null;
        return address is not null && IPAddress.IsLoopback(address)
            ? new(url, new IPEndPoint(address, url.Port))
            : throw new LoadException($"Only loopback targets are accepted, and {url.Host} is not one.");
    }
}
