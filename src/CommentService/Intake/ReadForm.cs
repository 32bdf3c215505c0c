using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace CommentService.Intake;

/// <summary>Reads the fields out of an HTML form. What is too large is still read up to a second bound, so that the reader gets the text back.</summary>
internal static class ReadForm
{
    public const int MostBytes = 256 * 1024;

    /// <summary>Past this the body is not read at all.</summary>
    private const int MostToGiveBack = 1024 * 1024;

    public static async Task<Refusal?> IntoAsync(SentFields fields, HttpContext http, CancellationToken cancellation)
    {
        if (http.Request.ContentLength > MostToGiveBack)
        {
            return Refusal.TooLarge(MostBytes);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostToGiveBack;
        }

        try
        {
            var body = await BodyAsync(http.Request, cancellation);
            var malformed = await ReadAsync(body, http.Request.ContentType, fields);
            return body.Length > MostBytes ? Refusal.TooLarge(MostBytes) : malformed;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Refusal.TooLarge(MostBytes);
        }
        catch (IOException)
        {
            return Refusal.Malformed("The body ended early.");
        }
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        var read = await request.BodyReader.ReadAtLeastAsync(MostToGiveBack + 1, cancellation);
        var body = read.Buffer.ToArray();
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return body;
    }

    private static async ValueTask<Refusal?> ReadAsync(byte[] body, string? contentType, SentFields fields)
    {
        if (MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return await MultipartForm.ReadAsync(body, type.Boundary, fields);
        }

        UrlEncodedForm.Read(body, FormText.EncodingOf(type), fields);
        return null;
    }
}
