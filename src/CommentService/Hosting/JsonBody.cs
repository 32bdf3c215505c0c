using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommentService.Hosting;

/// <summary>
/// A request's JSON, or the problem to answer with: never an exception, whatever was sent. Binding by hand, because
/// ASP.NET's own answers a type error with C# names and without saying which field was meant.
/// </summary>
/// <param name="Root">The JSON; its strings are sound Unicode. Undefined where there is a problem or no body.</param>
/// <param name="Problem">400, 413 or 415, or null.</param>
internal readonly record struct JsonBody(JsonElement Root, ProblemHttpResult? Problem)
{
    /// <summary>Reads a body that must be a JSON object.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The longest body taken, in bytes.</param>
    /// <param name="optional">No body at all is as good as an empty object.</param>
    public static async Task<JsonBody> ReadObjectAsync(HttpRequest request, int maxBytes, bool optional = false)
    {
        var (bytes, problem) = await ReadBytesAsync(request, maxBytes);
        if (problem is not null)
        {
            return new(default, problem);
        }

        if (bytes.Length == 0 && optional)
        {
            return new(EmptyObject, null);
        }

        return request.HasJsonContentType() ? Parse(bytes) : new(default, Hosting.Problem.Of(
            StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The content type is not supported", "Send application/json."));
    }

    private static JsonElement EmptyObject { get; } = JsonElement.Parse("{}");

    /// <summary>Reads bytes that must be a JSON object; what is no text in them is overwritten.</summary>
    public static JsonBody Parse(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return Malformed("The body is not UTF-8.");
        }

        LoneSurrogates.Replace(bytes);
        try
        {
            var root = JsonElement.Parse(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes);
            return root.ValueKind == JsonValueKind.Object ? new(root, null) : Malformed("The body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            return Malformed($"The JSON is malformed at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
    }

    /// <summary>A body as it was sent.</summary>
    public static async Task<(byte[] Bytes, ProblemHttpResult? Problem)> ReadBytesAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
        {
            return ([], TooLarge(maxBytes));
        }

        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
                if (read.Buffer.Length > maxBytes)
                {
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return ([], TooLarge(maxBytes));
                }

                if (read.IsCompleted)
                {
                    var bytes = read.Buffer.ToArray();
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return (bytes, null);
                }

                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception)
        {
            // The server's own limit, a broken chunk, a sender that is too slow: the exception knows the status.
            return ([], exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? TooLarge(maxBytes)
                : Hosting.Problem.Of(exception.StatusCode, "unreadable-body", "The body cannot be read", exception.Message));
        }
        catch (IOException)
        {
            // The connection broke, or a chunk's size is no number.
            return ([], Hosting.Problem.Of(StatusCodes.Status400BadRequest, "unreadable-body", "The body cannot be read", "The body ended early."));
        }
    }

    private static JsonBody Malformed(string detail) =>
        new(default, Hosting.Problem.Of(StatusCodes.Status400BadRequest, "malformed-json", "The body is not valid JSON", detail));

    private static ProblemHttpResult TooLarge(int maxBytes) => Hosting.Problem.Of(
        StatusCodes.Status413PayloadTooLarge, "body-too-large", "The body is too large", $"At most {maxBytes / 1024} KiB are taken.");
}
