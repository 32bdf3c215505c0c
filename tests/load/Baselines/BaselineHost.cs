using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommentService.Load.Baselines;

/// <summary>What both baselines share: Kestrel as it comes, without logging, on a loopback port.</summary>
internal static class BaselineHost
{
    public const string Intake = "/api/v1/articles/{articleId}/comments";

    public static WebApplication Create(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet("/health/ready", () => Results.Ok());
        return app;
    }

    public static async Task<int> RunAsync(WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine($"listening on {app.Urls.Single()}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    public static Task AcceptAsync(HttpContext context, Guid id)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new AcceptedBody(id, "queued"), BaselineJson.Default.AcceptedBody);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers.Location = $"/api/v1/submissions/{id}";
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, 0, body.Length);
    }
}
