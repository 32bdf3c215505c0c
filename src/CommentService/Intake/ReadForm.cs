using Microsoft.AspNetCore.Http.Features;

namespace CommentService.Intake;

/// <summary>Reads the fields out of an HTML form. What is too large is still read up to a second bound, so that the reader gets the text back.</summary>
internal static class ReadForm
{
    public const int MostBytes = 256 * 1024;

    /// <summary>Past this the body is not read at all.</summary>
    private const int MostToGiveBack = 1024 * 1024;

    private static readonly FormOptions Limits = new()
    {
        BufferBody = false,
        ValueLengthLimit = MostToGiveBack,
        KeyLengthLimit = 2048,
        ValueCountLimit = 256,
        MultipartBodyLengthLimit = MostToGiveBack,
        MultipartHeadersCountLimit = 16,
        MultipartHeadersLengthLimit = 8192,
        BufferBodyLengthLimit = MostToGiveBack,
        MemoryBufferThreshold = MostToGiveBack,
    };

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
            var form = await new FormFeature(http.Request, Limits).ReadFormAsync(cancellation);
            for (var field = IntakeField.ArticleId; field <= IntakeField.Homepage; field++)
            {
                Take(form, fields, field);
            }

            // A chunked body has no length to tell: what was read tells it.
            var length = http.Request.ContentLength ?? form.Sum(f => (long)f.Key.Length + f.Value.Sum(v => v?.Length ?? 0));
            return length > MostBytes ? Refusal.TooLarge(MostBytes) : null;
        }
        catch (InvalidDataException)
        {
            return Refusal.Malformed("The form is malformed, has too many fields, or one that is too long.");
        }
        catch (BadHttpRequestException exception)
        {
            return exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? Refusal.TooLarge(MostBytes) : Refusal.Malformed("The body ended early.");
        }
        catch (NotSupportedException)
        {
            // The framework refuses to decode UTF-7.
            return Refusal.UnsupportedType;
        }
        catch (IOException)
        {
            return Refusal.Malformed("The body ended early.");
        }
    }

    private static void Take(IFormCollection form, SentFields fields, IntakeField field)
    {
        if (!form.TryGetValue(fields.Names[field], out var values) || values.Count == 0)
        {
            return;
        }

        fields[field] = values[0];
        if (values.Count > 1)
        {
            fields.Refuse(field, "This is given more than once.");
        }
    }
}
