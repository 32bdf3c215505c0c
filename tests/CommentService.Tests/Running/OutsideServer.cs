using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommentService.Tests.Running;

/// <summary>A request that an outside server was sent, whatever it made of it.</summary>
internal sealed record OutsideRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>Somebody else's server on the loopback, which behaves as a test tells it, and keeps what it was sent.</summary>
internal sealed class OutsideServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<OutsideRequest> requests = new();

    private OutsideServer(WebApplication app) => this.app = app;

    /// <summary>Such as <c>http://127.0.0.1:41234</c>.</summary>
    public string Address => app.Urls.First();

    public int Port => new Uri(Address).Port;

    /// <summary>Every request, in the order in which they arrived whole.</summary>
    public IReadOnlyList<OutsideRequest> Requests => [.. requests];

    /// <summary>What it does; may be exchanged at any time.</summary>
    public Func<HttpContext, OutsideRequest, Task> Behaviour { get; set; } = (_, _) => Task.CompletedTask;

    public static Task<OutsideServer> StartAsync(string answer) =>
        StartAsync((http, _) => AnswerAsync(http, answer));

    public static async Task<OutsideServer> StartAsync(Func<HttpContext, OutsideRequest, Task>? behaviour = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new OutsideServer(builder.Build());
        server.Behaviour = behaviour ?? server.Behaviour;
        server.app.Run(server.TakeAsync);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Answers with JSON.</summary>
    public static Task AnswerAsync(HttpContext http, string json, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(json);
    }

    /// <summary>Says nothing until the caller gives up.</summary>
    public async Task NeverAnswerAsync(HttpContext http)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping.Token);
        await Task.Delay(Timeout.Infinite, either.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Listens no more.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await app.DisposeAsync();
        stopping.Dispose();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new OutsideRequest(http.Request.Method, http.Request.Path + http.Request.QueryString, headers, body);
        requests.Enqueue(request);
        await Behaviour(http, request);
    }
}
