using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace CommentService.Hosting;

/// <summary>Writes every problem, to every client, with all of type, title, status, detail and traceId.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        Complete(problem, http);
        return new ValueTask(http.Response.WriteAsJsonAsync(problem, problem.GetType(), options: null, "application/problem+json", http.RequestAborted));
    }

    private static void Complete(ProblemDetails problem, HttpContext http)
    {
        problem.Status ??= http.Response.StatusCode;
        var (kind, title, detail) = ProblemKinds.Of(problem.Status.Value);
        // The framework fills in a link to the RFC and the status's English name where an endpoint named no type.
        if (problem.Type?.StartsWith(ProblemKinds.TypePrefix, StringComparison.Ordinal) != true)
        {
            (problem.Type, problem.Title) = (ProblemKinds.TypePrefix + kind, title);
        }

        problem.Title ??= title;
        problem.Detail ??= detail;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier;
    }
}
