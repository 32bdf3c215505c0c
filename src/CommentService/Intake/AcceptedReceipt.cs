using System.Text.Json;

namespace CommentService.Intake;

/// <summary><c>202</c> with <c>{ id, status: "queued" }</c>: the submission is durable.</summary>
internal sealed class AcceptedReceipt(Guid id) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.Location = $"{httpContext.Request.PathBase}/api/v1/submissions/{id}";
        var body = JsonSerializer.SerializeToUtf8Bytes(new Receipt(id, "queued", null, null, null), IntakeJson.Default.Receipt);
        response.ContentLength = body.Length;
        return response.BodyWriter.WriteAsync(body).AsTask();
    }
}
