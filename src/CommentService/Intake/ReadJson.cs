using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace CommentService.Intake;

/// <summary>Reads the fields out of a JSON body, token by token: nothing is built that a submission does not need.</summary>
internal static class ReadJson
{
    public const int MostBytes = 64 * 1024;

    public static async Task<Refusal?> IntoAsync(SentFields fields, HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MostBytes)
        {
            return Refusal.TooLarge(MostBytes);
        }

        ReadResult read;
        try
        {
            read = await request.BodyReader.ReadAtLeastAsync(MostBytes + 1, cancellation);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            // The connection broke, or a chunk's size is no number: without a status of its own, unlike other bad requests.
            return Refusal.Malformed("The body ended early.");
        }

        try
        {
            return read.Buffer.Length > MostBytes ? Refusal.TooLarge(MostBytes) : Read(read.Buffer, fields);
        }
        finally
        {
            request.BodyReader.AdvanceTo(read.Buffer.End);
        }
    }

    private static Refusal? Read(ReadOnlySequence<byte> body, SentFields fields)
    {
        if (body.FirstSpan.StartsWith("\uFEFF"u8))
        {
            body = body.Slice(3);
        }

        var json = new Utf8JsonReader(body);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return Refusal.Malformed("The body must be a JSON object.");
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref json, fields);
            }

            // Reads on, so that what follows the object is found.
            json.Read();
            return null;
        }
        catch (JsonException exception)
        {
            return Refusal.Malformed($"The JSON is malformed at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
    }

    private static void ReadMember(ref Utf8JsonReader json, SentFields fields)
    {
        var field = FieldOf(ref json, fields.Names);
        json.Read();
        if (field is not { } known)
        {
            json.Skip();
        }
        else if (fields[known] is not null || fields.IsRefused(known))
        {
            fields.Refuse(known, "This is given more than once.");
            json.Skip();
        }
        else if (json.TokenType == JsonTokenType.String)
        {
            ReadText(ref json, fields, known);
        }
        else if (json.TokenType != JsonTokenType.Null)
        {
            fields.Refuse(known, "This must be text.");
            json.Skip();
        }
    }

    private static void ReadText(ref Utf8JsonReader json, SentFields fields, IntakeField field)
    {
        try
        {
            fields[field] = json.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate written as an escape, or bytes that are no UTF-8.
            fields.Refuse(field, "This is not valid Unicode text.");
        }
    }

    private static IntakeField? FieldOf(ref Utf8JsonReader json, FieldNames names)
    {
        try
        {
            // The article is named by the address, not by the body.
            for (var field = IntakeField.Name; field <= IntakeField.Homepage; field++)
            {
                if (json.ValueTextEquals(names[field]))
                {
                    return field;
                }
            }
        }
        catch (InvalidOperationException)
        {
            // A member's name that is no Unicode text is not one of ours.
        }

        return null;
    }
}
