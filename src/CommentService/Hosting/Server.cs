using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CommentService.Hosting;

/// <summary>Where the server listens, what it takes at most, and how long a stop may take.</summary>
internal static class Server
{
    /// <summary>Largest body of any request, in bytes; intake takes far less.</summary>
    public const long LargestBody = 16 * 1024 * 1024;

    private const string DefaultAddress = "http://localhost:5080";

    public static void AddServer(this WebApplicationBuilder builder)
    {
        // Here and not in appsettings.json, whose values would win over ASPNETCORE_URLS.
        if (!HasAddress(builder.Configuration))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.WebHost.ConfigureKestrel(Limit);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Services.AddSettings<HostingOptions>(builder.Configuration);
        builder.Services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<HostingOptions>, ConnectionStringsCheck>();
    }

    private static bool HasAddress(ConfigurationManager configuration) =>
        new[] { WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey }.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    private static void Limit(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = LargestBody;
        // A hundred article ids of full length in one query fit into it.
        options.Limits.MaxRequestLineSize = 16 * 1024;
        options.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        // Longer than the minute for which load balancers keep a connection: they close it, not the server under their request.
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
    }
}
