namespace CommentService.Load.Client;

/// <summary>Finds the end of a chunked body (RFC 9112, 7.1) as it arrives in pieces. Without trailers, as Kestrel sends it.</summary>
internal struct ChunkedBody
{
    private long size;
    private long toSkip;
    private bool extension;

    public bool Complete { get; private set; }

    public void Take(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty && !Complete)
        {
            if (toSkip > 0)
            {
                var skipped = (int)Math.Min(toSkip, piece.Length);
                toSkip -= skipped;
                piece = piece[skipped..];
                Complete = toSkip == 0 && size < 0;
            }
            else
            {
                SizeLine(piece[0]);
                piece = piece[1..];
            }
        }
    }

    private void SizeLine(byte next)
    {
        if (next == '\n')
        {
            // The data and its line end; after the size 0 just the line end that closes the body.
            toSkip = size + 2;
            size = size == 0 ? -1 : 0;
            extension = false;
        }
        else if (next == ';')
        {
            extension = true;
        }
        else if (!extension && char.IsAsciiHexDigit((char)next))
        {
            size = (size * 16) + (next <= '9' ? next - '0' : (next | 0x20) - 'a' + 10);
        }
    }
}
