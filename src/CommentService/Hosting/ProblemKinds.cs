namespace CommentService.Hosting;

/// <summary>What an error status says where the endpoint said nothing of its own.</summary>
internal static class ProblemKinds
{
    public const string TypePrefix = "/problems/";

    public static (string Kind, string Title, string Detail) Of(int status) => status switch
    {
        400 => ("bad-request", "The request cannot be read", "The request is not what this address takes."),
        401 => ("unauthorized", "An API key is needed", "Send an API key: Authorization: Bearer <key>."),
        403 => ("forbidden", "Not allowed", "This API key does not have the right to do that."),
        404 => ("not-found", "Not found", "There is nothing at this address."),
        405 => ("method-not-allowed", "The method is not allowed", "The header Allow names the methods that this address takes."),
        406 => ("not-acceptable", "Not acceptable", "No form of the answer is one that the header Accept takes."),
        408 => ("timeout", "The request came too slowly", "The request did not arrive in time."),
        409 => ("conflict", "Not possible in this state", "The state of what was named does not allow that."),
        412 => ("stale", "Changed in between", "It is no longer the version that the header If-Match names."),
        413 => ("too-large", "The request is too large", "The body is larger than this address takes."),
        414 => ("uri-too-long", "The address is too long", "The address of the request is longer than this service takes."),
        415 => ("unsupported-media-type", "The content type is not supported", "The header Content-Type names a type that this address does not take."),
        422 => ("unprocessable", "The request cannot be carried out", "The request can be read but not carried out."),
        428 => ("precondition-required", "A precondition is needed", "Send the version that you saw in the header If-Match."),
        429 => ("rate-limited", "Too many requests", "Try again after the time that the header Retry-After names."),
        431 => ("headers-too-large", "The headers are too large", "The headers of the request are larger than this service takes."),
        503 => ("unavailable", "Not available at the moment", "Try again after the time that the header Retry-After names."),
        >= 500 => ("unexpected", "Something went wrong here", "The service failed to answer; the log has more under this traceId."),
        _ => ("refused", "The request was refused", "The request was refused."),
    };
}
