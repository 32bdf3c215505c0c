using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace CommentService.Hosting;

/// <summary>The client's address, scheme and host as trusted proxies tell them; what anyone else claims stays unread.</summary>
internal static class Forwarding
{
    private static readonly string[] Names = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"];

    public static void AddForwardedHeaders(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<UntrustedProxyNotice>();
        builder.Services.AddHealthChecks().AddCheck<UntrustedProxyNotice>("proxy");
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<HostingOptions>>(Configure);
    }

    public static void UseTrustedForwardedHeaders(this IApplicationBuilder app)
    {
        var notice = app.ApplicationServices.GetRequiredService<UntrustedProxyNotice>();
        var trusted = app.ApplicationServices.GetRequiredService<IOptions<HostingOptions>>().Value.TrustedNetworks().ToArray();
        app.Use(next => context =>
        {
            if (IsForwarded(context.Request.Headers) && !IsTrusted(context.Connection.RemoteIpAddress, trusted))
            {
                notice.Report();
            }

            return next(context);
        });
        if (trusted.Length > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    private static void Configure(ForwardedHeadersOptions options, IOptions<HostingOptions> hosting)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        // As far as trusted proxies go, however many: the first address that is not trusted is the client.
        options.ForwardLimit = null;
        // The framework trusts the own machine; here only what was named is trusted.
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in hosting.Value.TrustedNetworks())
        {
            options.KnownIPNetworks.Add(network);
        }
    }

    private static bool IsForwarded(IHeaderDictionary headers) =>
        headers.ContainsKey(Names[0]) || headers.ContainsKey(Names[1]) || headers.ContainsKey(Names[2]);

    private static bool IsTrusted(IPAddress? peer, IPNetwork[] trusted)
    {
        // A Unix socket has no address; the framework believes it as soon as it believes anyone.
        if (peer is null)
        {
            return trusted.Length > 0;
        }

        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        return Array.Exists(trusted, network => network.Contains(address));
    }
}
