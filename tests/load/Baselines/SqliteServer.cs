using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CommentService.Load.Baselines;

/// <summary>
/// The least that "202 means durable" costs with SQLite: parses a submission, inserts its bytes, and accepts it once
/// they are on disk.
/// </summary>
internal static class SqliteServer
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var port = arguments.Number("port", 0);
        var data = arguments.Required("data");
        arguments.RefuseUnknown();

        using var store = new GroupCommit(Path.Combine(Directory.CreateDirectory(data).FullName, "baseline.db"));
        await using var app = BaselineHost.Create(port);
        app.MapPost(BaselineHost.Intake, (RequestDelegate)(context => PostAsync(context, store)));
        return await BaselineHost.RunAsync(app);
    }

    private static async Task PostAsync(HttpContext context, GroupCommit store)
    {
        var bytes = new byte[(int)(context.Request.ContentLength ?? 0)];
        await context.Request.Body.ReadExactlyAsync(bytes);
        var submission = JsonSerializer.Deserialize(bytes, BaselineJson.Default.SubmissionBody);
        if (submission is not { Name.Length: > 0, Comment.Length: > 0 })
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var id = Guid.CreateVersion7();
        await store.InsertAsync(id, (string)context.Request.RouteValues["articleId"]!, bytes);
        await BaselineHost.AcceptAsync(context, id);
    }
}
