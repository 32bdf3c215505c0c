using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CommentService.Storage;

/// <summary>
/// Makes UUIDv7 ids (RFC 9562, section 5.7) that grow within this process, and knows them again: the last 32 bits are
/// a keyed check over the rest, so that a receipt can be told from an invented id without asking anything.
/// </summary>
internal sealed class Ids(HashKeys keys, TimeProvider time)
{
    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly Lock gate = new();
    private long lastMilliseconds;
    private int counter;

    /// <summary>Random bytes in stock: the system's generator costs a call, whether for four bytes or for many.</summary>
    private readonly byte[] random = new byte[1024];
    private int randomLeft;

    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (gate)
        {
            var (milliseconds, count) = NextTick();
            WriteTime(bytes, milliseconds);
            BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | count));
            FillRandom(bytes[8..12]);
        }

        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], keys.Check(bytes[..12]));
        return new Guid(bytes, true);
    }

    /// <summary>Whether some process of this service gave this id to a submission.</summary>
    public bool IsOurs(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, true, out _);
        return bytes[6] >> 4 == 7 && BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) == keys.Check(bytes[..12]);
    }

    /// <summary>When an id was made, to the millisecond, UTC.</summary>
    public static DateTime TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, true, out _);
        // 48 bits reach past the year 9999: an id that nobody made here must not break a list that it stands in.
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, LastMillisecond)).UtcDateTime;
    }

    /// <summary>The lowest id of a moment: all ids made from then on are greater.</summary>
    public static Guid Lowest(DateTime moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        WriteTime(bytes, Math.Max(0, new DateTimeOffset(moment).ToUnixTimeMilliseconds()));
        return new Guid(bytes, true);
    }

    private (long Milliseconds, int Count) NextTick()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (now > lastMilliseconds)
        {
            (lastMilliseconds, counter) = (now, 0);
        }
        else if (++counter > 0xFFF)
        {
            // More than 4,096 in a millisecond, or a clock set back: borrow from the next one, order before truth.
            (lastMilliseconds, counter) = (lastMilliseconds + 1, 0);
        }

        return (lastMilliseconds, counter);
    }

    private void FillRandom(Span<byte> bytes)
    {
        if (randomLeft < bytes.Length)
        {
            RandomNumberGenerator.Fill(random);
            randomLeft = random.Length;
        }

        randomLeft -= bytes.Length;
        random.AsSpan(randomLeft, bytes.Length).CopyTo(bytes);
    }

    private static void WriteTime(Span<byte> bytes, long milliseconds) =>
        BinaryPrimitives.WriteInt64BigEndian(bytes, milliseconds << 16);
}
