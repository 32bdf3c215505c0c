using System.Net;
using System.Net.Sockets;

namespace CommentService.Hosting.Outgoing;

/// <summary>
/// Which addresses belong to the public internet: all but those that IANA's special-purpose registries for IPv4 and IPv6
/// (RFC 6890 and what updates it) give to loopback, private networks, links, multicast, documentation and tunnels.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. Networks(
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        // What carries an IPv4 address inside (Teredo, 6to4) could lead anywhere.
        .. Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    ];

    /// <summary>Global unicast: everything else in IPv6 is local, multicast or nothing yet.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Where a network without IPv4 reaches it by a translator (RFC 6052): the last four bytes are the IPv4 address.</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    public static bool Is(IPAddress address)
    {
        var real = Real(address);
        return (real.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(real))
            && !Array.Exists(NotPublic, network => network.Contains(real));
    }

    /// <summary>The address that is reached: an IPv4 address that is written as an IPv6 one is that IPv4 address.</summary>
    public static IPAddress Real(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == AddressFamily.InterNetworkV6 && Translated.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12))
        : address;

    private static IPNetwork[] Networks(params string[] networks) => Array.ConvertAll(networks, network => IPNetwork.Parse(network));
}
