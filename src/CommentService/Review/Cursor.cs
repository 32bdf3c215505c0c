using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CommentService.Review;

/// <summary>Where a page ended, as text that callers pass back unread; a mark of the query keeps it from being used with another.</summary>
internal static class Cursor
{
    private const int MarkLength = 4;

    public static string Write(ReadOnlySpan<byte> position, string query) => Base64Url.EncodeToString([.. Mark(query), .. position]);

    /// <summary>Fills the position; false where no cursor was sent, or with an error where it is not one of this query's.</summary>
    public static bool TryRead(string? cursor, string query, Span<byte> position, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return false;
        }

        var bytes = new byte[MarkLength + position.Length];
        if (cursor.Length == Base64Url.GetEncodedLength(bytes.Length)
            && Base64Url.DecodeFromChars(cursor, bytes, out _, out var written) == OperationStatus.Done
            && written == bytes.Length
            && bytes.AsSpan().StartsWith(Mark(query)))
        {
            bytes.AsSpan(MarkLength).CopyTo(position);
            return true;
        }

        errors["cursor"] = ["Pass the next member of the page before, with all other parameters as they were."];
        return false;
    }

    private static byte[] Mark(string query) => SHA256.HashData(Encoding.UTF8.GetBytes(query))[..MarkLength];
}
