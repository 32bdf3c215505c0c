namespace CommentService.Load.Client;

/// <summary>
/// Puts one response together out of what the socket delivers. The head and the first bytes of the body are kept for
/// who wants to look at them; a body that does not fit is only counted, never held.
/// </summary>
internal sealed class ResponseReader
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int held;
    private int headLength;
    private long remaining;
    private bool chunked;
    private ChunkedBody chunks;

    public int Status { get; private set; }

    public long Bytes { get; private set; }

    public bool Closes { get; private set; }

    /// <summary>The id at the end of <c>Location</c>; none is all zeros.</summary>
    public SubmissionId Receipt { get; private set; }

    /// <summary>Where the next bytes belong.</summary>
    public Span<byte> Space => buffer.AsSpan(held);

    public ReadOnlySpan<byte> Body => buffer.AsSpan(headLength, held - headLength);

    public void Clear()
    {
        held = headLength = Status = 0;
        Bytes = 0;
    }

    /// <summary>Takes <paramref name="count"/> bytes that were put into <see cref="Space"/>; true when that was the last of them.</summary>
    public bool Take(int count)
    {
        var piece = buffer.AsSpan(held, count);
        held += count;
        Bytes += count;
        if (headLength == 0)
        {
            var end = buffer.AsSpan(0, held).IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return held < buffer.Length ? false : throw new LoadException("The answer's head is over 64 KiB.");
            }

            headLength = end + 4;
            ReadHead(new ResponseHead(buffer.AsSpan(0, end + 2)));
            piece = buffer.AsSpan(headLength, held - headLength);
        }

        if (held == buffer.Length)
        {
            held = headLength;
        }

        if (chunked)
        {
            chunks.Take(piece);
            return chunks.Complete;
        }

        remaining -= piece.Length;
        return remaining <= 0;
    }

    private void ReadHead(ResponseHead head)
    {
        if (head is { Chunked: false, ContentLength: < 0 })
        {
            throw new LoadException("The answer has neither Content-Length nor chunks: not a keep-alive server.");
        }

        Status = head.Status;
        Closes = head.Closes;
        chunked = head.Chunked;
        chunks = default;
        remaining = head.ContentLength;
        Receipt = SubmissionId.FromLocation(head.Location);
    }
}
