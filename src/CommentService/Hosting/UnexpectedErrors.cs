using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace CommentService.Hosting;

/// <summary>Answers what an endpoint threw; the exception goes to the log, never to the client.</summary>
internal sealed partial class UnexpectedErrors(ILogger<UnexpectedErrors> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var status = StatusCodes.Status500InternalServerError;
        if (exception is BadHttpRequestException bad)
        {
            // The client's doing: a body too large, cut off or too slow.
            status = bad.StatusCode;
        }
        else
        {
            var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName;
            Failed(logger, exception, endpoint, Activity.Current?.Id ?? httpContext.TraceIdentifier);
        }

        // What the endpoint had set is gone, the headers of every answer with it.
        SecurityHeaders.Set(httpContext.Response);
        httpContext.Response.StatusCode = status;
        await WriteAsync(httpContext, status);
        return true;
    }

    /// <summary>Writes the problem of a status.</summary>
    public static Task WriteAsync(HttpContext http, int status) =>
        http.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = http, ProblemDetails = new ProblemDetails { Status = status } }).AsTask();

    [LoggerMessage(LogLevel.Error, "{Endpoint} failed unexpectedly; traceId {TraceId}")]
    private static partial void Failed(ILogger logger, Exception exception, string? endpoint, string traceId);
}
