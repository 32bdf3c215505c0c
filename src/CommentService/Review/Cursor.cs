using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CommentService.Review;

/// <summary>Where a page ended, as text that callers pass back unread; a mark of the query keeps it from being used with another.</summary>
internal static class Cursor
{
    private const int MarkLength = 4;

    private static string Write(ReadOnlySpan<byte> position, string query) => Base64Url.EncodeToString([.. Mark(query), .. position]);

    /// <summary>Fills the position; false where no cursor was sent, or with an error where it is not one of this query's.</summary>
    private static bool TryRead(string? cursor, string query, Span<byte> position, Dictionary<string, string[]> errors)
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

    /// <summary>The id that a cursor made of one stands for; null where none was sent, or with an error.</summary>
    public static Guid? ReadId(string? cursor, string query, Dictionary<string, string[]> errors)
    {
        Span<byte> position = stackalloc byte[16];
        return TryRead(cursor, query, position, errors) ? new Guid(position, true) : null;
    }

    /// <summary>The number that a cursor made of one stands for; null where none was sent, or with an error.</summary>
    public static long? ReadNumber(string? cursor, string query, Dictionary<string, string[]> errors)
    {
        Span<byte> position = stackalloc byte[sizeof(long)];
        return TryRead(cursor, query, position, errors) ? BinaryPrimitives.ReadInt64BigEndian(position) : null;
    }

    public static string Write(Guid position, string query) => Write(position.ToByteArray(true), query);

    public static string Write(long position, string query)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, position);
        return Write(bytes, query);
    }

    private static byte[] Mark(string query) => SHA256.HashData(Encoding.UTF8.GetBytes(query))[..MarkLength];
}
