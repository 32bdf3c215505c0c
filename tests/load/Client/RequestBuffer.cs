using System.Buffers.Text;

namespace CommentService.Load.Client;

/// <summary>A request being rendered; kept by its connection and written anew for each request, so that none is allocated.</summary>
internal sealed class RequestBuffer
{
    private byte[] bytes = new byte[4096];
    private int length;

    public int Length => length;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public void Clear() => length = 0;

    public void Append(ReadOnlySpan<byte> part)
    {
        part.CopyTo(Space(part.Length));
        length += part.Length;
    }

    public void Append(byte one)
    {
        Space(1)[0] = one;
        length++;
    }

    public void Append(int number)
    {
        Utf8Formatter.TryFormat(number, Space(11), out var written);
        length += written;
    }

    private Span<byte> Space(int size)
    {
        if (bytes.Length - length < size)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + size));
        }

        return bytes.AsSpan(length);
    }
}
