using CommentService.Load.Client;

namespace CommentService.Load.Content;

/// <summary>
/// Who posts: names and client addresses, taken in turn. In turn, not by chance, since the flood rule counts a minute's
/// comments by each of them and chance would give one of a hundred thousand three times its share.
/// </summary>
internal sealed class People
{
    private readonly int clients;
    private readonly byte[][] names;
    private int client;
    private int author;

    public People(int clients, int authors)
    {
        this.clients = clients is > 0 and <= 1 << 24 ? clients : throw new LoadException("--clients is 1 to 16777216.");
        var most = 26 * 26 * Words.FirstNames.Length * Words.LastNames.Length;
        names = authors > 0 && authors <= most
            ? [.. Enumerable.Range(0, authors).Select(Name)]
            : throw new LoadException($"--authors is 1 to {most}.");
    }

    public ReadOnlySpan<byte> NextName() => names[author = (author + 1) % names.Length];

    /// <summary>The next address within 10.0.0.0/8.</summary>
    public void AppendNextAddress(RequestBuffer request)
    {
        client = (client + 1) % clients;
        request.Append("10."u8);
        request.Append(client >> 16);
        request.Append((byte)'.');
        request.Append((client >> 8) & 255);
        request.Append((byte)'.');
        request.Append(client & 255);
    }

    // "Anna B. C. Carter"
    private static byte[] Name(int index)
    {
        var (rest, first) = Math.DivRem(index, Words.FirstNames.Length);
        (rest, var last) = Math.DivRem(rest, Words.LastNames.Length);
        var (second, initial) = Math.DivRem(rest, 26);
        return [.. Words.FirstNames[first], (byte)' ', Letter(initial), .. ". "u8, Letter(second), .. ". "u8, .. Words.LastNames[last]];
    }

    private static byte Letter(int index) => (byte)('A' + index);
}
