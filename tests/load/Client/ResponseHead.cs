using System.Buffers.Text;
using System.Text;

namespace CommentService.Load.Client;

/// <summary>What the client needs of a response's head (RFC 9112): status, how the body ends, and where the receipt is.</summary>
internal ref struct ResponseHead
{
    public ResponseHead(ReadOnlySpan<byte> head)
    {
        // "HTTP/1.1 202 Accepted"
        Status = head.Length >= 12 && Utf8Parser.TryParse(head[9..12], out int status, out _) ? status : 0;
        var rest = head[(head.IndexOf((byte)'\n') + 1)..];
        while (rest.IndexOf((byte)'\n') is > 0 and var end)
        {
            Header(rest[..end].TrimEnd((byte)'\r'));
            rest = rest[(end + 1)..];
        }

        // RFC 9112, 6.3: these have no body whatever the headers say.
        if (Status is 204 or 304)
        {
            ContentLength = 0;
            Chunked = false;
        }
    }

    public int Status { get; private set; }

    public long ContentLength { get; private set; } = -1;

    public bool Chunked { get; private set; }

    public bool Closes { get; private set; }

    public ReadOnlySpan<byte> Location { get; private set; }

    private void Header(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            return;
        }

        var name = line[..colon];
        var value = line[(colon + 1)..].Trim((byte)' ');
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8) && Utf8Parser.TryParse(value, out long length, out _))
        {
            ContentLength = length;
        }
        else if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
        {
            Chunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
        }
        else if (Ascii.EqualsIgnoreCase(name, "connection"u8))
        {
            Closes = Ascii.EqualsIgnoreCase(value, "close"u8);
        }
        else if (Ascii.EqualsIgnoreCase(name, "location"u8))
        {
            Location = value;
        }
    }
}
