using Microsoft.AspNetCore.Http.HttpResults;

namespace CommentService.Hosting;

/// <summary>Error answers as RFC 9457 problems; every one names its kind by a <c>type</c> that ends in a fixed word.</summary>
internal static class Problem
{
    /// <summary>Answers with a problem whose type is <c>/problems/</c> and <paramref name="kind"/>.</summary>
    public static ProblemHttpResult Of(int status, string kind, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title, type: "/problems/" + kind);

    /// <summary>Answers 400 with messages by field, each named as the caller named it.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors, string detail = "See errors for what to mend, by field.") =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors.ToDictionary())
        {
            Status = StatusCodes.Status400BadRequest,
            Type = "/problems/validation",
            Title = "The request is not valid",
            Detail = detail,
        });

    /// <summary>Answers 400 with one message on one field.</summary>
    public static ProblemHttpResult Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]> { [field] = [message] }, message);
}
