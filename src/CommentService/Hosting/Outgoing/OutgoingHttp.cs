using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace CommentService.Hosting.Outgoing;

/// <summary>The name of an address that somebody gave leads to where the service may not call.</summary>
internal sealed class AddressRefusedException()
    : Exception("The address leads to a private or local network, which only Comments:Outgoing:AllowedNetworks opens.");

/// <summary>What a called service answered, read to its end or to the limit.</summary>
/// <param name="Status">The status code; a redirect is answered as it came.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">The body, or as much of it as was allowed.</param>
/// <param name="IsWhole">Whether that is all of it.</param>
internal sealed record OutgoingAnswer(int Status, System.Net.Http.Headers.HttpResponseHeaders Headers, byte[] Body, bool IsWhole);

/// <summary>
/// Calls addresses that people wrote into settings. A name is resolved once for a connection, each address that it gives
/// is checked, and it is that very address which is connected to: a name that changes its mind in between gains nothing.
/// Redirects are not followed, proxies (which would resolve names themselves) not used, cookies not kept.
/// </summary>
internal sealed class OutgoingHttp : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>So long is a connection used before its name is looked up again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly IPNetwork[] allowed;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve;
    private readonly HttpMessageInvoker client;

    public OutgoingHttp(IOptions<OutgoingOptions> options)
        : this(options.Value.Networks(), Dns.GetHostAddressesAsync)
    {
    }

    /// <param name="allowed">Networks that are not public and may be called.</param>
    /// <param name="resolve">Addresses of a host's name.</param>
    public OutgoingHttp(IPNetwork[] allowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        this.allowed = allowed;
        this.resolve = resolve;
        client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            // A small answer must not become a large one on the way in.
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>Whether an address can be called at all, as far as it shows without resolving it: http or https, without a name or password.</summary>
    public static bool IsAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && address.Host.Length > 0;

    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="request">To an absolute http or https address.</param>
    /// <param name="maxBytes">As much of the body is read.</param>
    /// <param name="cancellation">Ends it at any point; there is no other limit of time past the connection's.</param>
    /// <exception cref="AddressRefusedException">The service may not call there.</exception>
    /// <exception cref="HttpRequestException">It could not be reached, does not speak HTTP, or broke off.</exception>
    public async Task<OutgoingAnswer> SendAsync(HttpRequestMessage request, int maxBytes, CancellationToken cancellation)
    {
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            var (body, isWhole) = await ReadAsync(response.Content, maxBytes, cancellation);
            return new OutgoingAnswer((int)response.StatusCode, response.Headers, body, isWhole);
        }
        catch (HttpRequestException exception) when (exception.InnerException is AddressRefusedException refused)
        {
            throw refused;
        }
        catch (IOException exception)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer broke off.", exception);
        }
    }

    public void Dispose() => client.Dispose();

    private static async Task<(byte[] Body, bool IsWhole)> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[Math.Min(maxBytes + 1, 16 * 1024)];
        while (await stream.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            var room = maxBytes - (int)body.Length;
            body.Write(buffer, 0, Math.Min(read, room));
            if (read > room)
            {
                return (body.ToArray(), false);
            }
        }

        return (body.ToArray(), true);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host;
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellation);
        var open = Array.FindAll(found, MayCall);
        if (open.Length == 0)
        {
            throw found.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new AddressRefusedException();
        }

        return await ConnectAsync(open, context.DnsEndPoint.Port, cancellation);
    }

    private bool MayCall(IPAddress address)
    {
        var real = PublicAddress.Real(address);
        return PublicAddress.Is(address) || Array.Exists(allowed, network => network.Contains(real));
    }

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellation)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[i], port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception exception)
            {
                socket.Dispose();
                if (exception is not SocketException || i == addresses.Length - 1)
                {
                    throw;
                }
            }
        }
    }
}
