using System.Diagnostics;
using CommentService.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace CommentService.Hosting;

/// <summary>Answers what an endpoint threw; the exception goes to the log, never to the client.</summary>
internal sealed partial class UnexpectedErrors(Database database, ILogger<UnexpectedErrors> logger) : IExceptionHandler
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
            // Its message may quote what it choked on, so only its type and stack are logged.
            var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName;
            Failed(logger, endpoint, Activity.Current?.Id ?? httpContext.TraceIdentifier, exception.GetType().Name, exception.StackTrace);
            status = database.IsOutage(exception) ? StatusCodes.Status503ServiceUnavailable : status;
        }

        // What the endpoint had set is gone, the headers of every answer with it.
        SecurityHeaders.Set(httpContext.Response);
        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            // The database is away or full: nothing was changed, and the same request may succeed soon.
            httpContext.Response.Headers.RetryAfter = "10";
        }

        try
        {
            await WriteAsync(httpContext, status);
        }
        catch (Exception left) when (left is OperationCanceledException or IOException)
        {
            // The client has left, in the middle of its body perhaps, or of this answer: no failure of the service's to be logged.
        }

        return true;
    }

    /// <summary>Writes the problem of a status.</summary>
    public static Task WriteAsync(HttpContext http, int status) =>
        http.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = http, ProblemDetails = new ProblemDetails { Status = status } }).AsTask();

    [LoggerMessage(LogLevel.Error, "{Endpoint} failed unexpectedly; traceId {TraceId}: {Error} {Stack}")]
    private static partial void Failed(ILogger logger, string? endpoint, string traceId, string error, string? stack);
}
