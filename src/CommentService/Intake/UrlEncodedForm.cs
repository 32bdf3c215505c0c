using System.Net;
using System.Text;

namespace CommentService.Intake;

/// <summary>
/// The fields of <c>application/x-www-form-urlencoded</c> (WHATWG URL, section 5.1). By hand, because the framework's
/// reader gives up a whole form for one <c>%00</c> or one field too many, and the reader's text with it: whatever the
/// bytes, there is a form in them. Fields that are none of ours cost no memory.
/// </summary>
internal static class UrlEncodedForm
{
    /// <summary>Bytes of a name; the longest of ours has 15 characters, each escaped by three bytes at most.</summary>
    private const int MostOfName = 45;

    public static void Read(byte[] body, Encoding encoding, SentFields fields)
    {
        for (var start = 0; start < body.Length;)
        {
            var length = LengthTo(body.AsSpan(start), (byte)'&');
            var nameLength = LengthTo(body.AsSpan(start, length), (byte)'=');
            if (nameLength <= MostOfName && FormText.FieldOf(Decode(body, start, nameLength, encoding), fields.Names) is { } field)
            {
                var value = Math.Min(nameLength + 1, length);
                FormText.Take(fields, field, Decode(body, start + value, length - value, encoding));
            }

            start += length + 1;
        }
    }

    private static int LengthTo(ReadOnlySpan<byte> text, byte end) => text.IndexOf(end) is >= 0 and var at ? at : text.Length;

    private static string Decode(byte[] body, int start, int length, Encoding encoding) =>
        encoding.GetString(WebUtility.UrlDecodeToBytes(body, start, length) ?? []);
}
