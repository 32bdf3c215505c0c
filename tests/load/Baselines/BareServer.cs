using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CommentService.Load.Baselines;

/// <summary>
/// What Kestrel alone can do: parses a submission and accepts it without keeping it, and serves one saved response to
/// every reader. No service on this machine can be quicker.
/// </summary>
internal static class BareServer
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var port = arguments.Number("port", 0);
        var saved = arguments.Text("body") is { } path ? SavedResponse.Read(path) : null;
        arguments.RefuseUnknown();

        await using var app = BaselineHost.Create(port);
        app.MapPost(BaselineHost.Intake, (RequestDelegate)PostAsync);
        if (saved is not null)
        {
            app.MapGet(BaselineHost.Intake, (RequestDelegate)saved.WriteAsync);
        }

        return await BaselineHost.RunAsync(app);
    }

    private static async Task PostAsync(HttpContext context)
    {
        var submission = await JsonSerializer.DeserializeAsync(context.Request.BodyReader, BaselineJson.Default.SubmissionBody);
        if (submission is not { Name.Length: > 0, Comment.Length: > 0 })
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await BaselineHost.AcceptAsync(context, Guid.CreateVersion7());
    }
}
