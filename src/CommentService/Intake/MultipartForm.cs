using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CommentService.Intake;

/// <summary>
/// The fields of <c>multipart/form-data</c> (RFC 7578). Where it is malformed, the parts before the fault are read:
/// the reader gets those back.
/// </summary>
internal static class MultipartForm
{
    private const int MaxBoundaryLength = 128;

    /// <returns>Why it cannot be read to its end, or null.</returns>
    public static async Task<Refusal?> ReadAsync(byte[] body, StringSegment boundary, SentFields fields)
    {
        boundary = HeaderUtilities.RemoveQuotes(boundary);
        if (boundary.Length is 0 or > MaxBoundaryLength)
        {
            return Refusal.Malformed("The content type names no boundary between the parts of the form.");
        }

        var parts = new MultipartReader(boundary.ToString(), new MemoryStream(body, writable: false));
        try
        {
            while (await parts.ReadNextSectionAsync() is { } part)
            {
                await ReadPartAsync(part, fields);
            }

            return null;
        }
        catch (InvalidDataException)
        {
            return Refusal.Malformed("A part of the form is malformed or has too many headers.");
        }
        catch (IOException)
        {
            return Refusal.Malformed("The body ended early.");
        }
    }

    /// <summary>Files, and parts that are none of ours, are passed over.</summary>
    private static async Task ReadPartAsync(MultipartSection part, SentFields fields)
    {
        if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
            || !disposition.IsFormDisposition()
            || FormText.FieldOf(HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), fields.Names) is not { } field)
        {
            return;
        }

        _ = MediaTypeHeaderValue.TryParse(part.ContentType, out var type);
        using var value = new MemoryStream();
        await part.Body.CopyToAsync(value);
        FormText.Take(fields, field, FormText.EncodingOf(type).GetString(value.GetBuffer(), 0, (int)value.Length));
    }
}
