using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommentService.Prove;

/// <summary>Somebody else's server that takes what is posted to it.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>Such as <c>http://127.0.0.1:41234</c>.</summary>
    public string Address => app.Urls.First();

    /// <param name="take">Given the path and the body, says the status; 0 breaks the connection off.</param>
    public static async Task<Receiver> StartAsync(Func<string, byte[], Task<int>> take)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var status = await take(http.Request.Path, body.ToArray());
            if (status == 0)
            {
                http.Abort();
                return;
            }

            http.Response.StatusCode = status;
        });
        await app.StartAsync();
        return new Receiver(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
