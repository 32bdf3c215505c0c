namespace CommentService.Moderation.Text;

/// <summary>The host part of a web address.</summary>
internal static class Host
{
    // RFC 1035: no name is longer. It also bounds how far back one sign of an address looks.
    private const int MaxLength = 253;

    /// <summary>Whether the character may begin a host name.</summary>
    public static bool IsLetter(char c) => char.IsAscii(c) ? char.IsAsciiLetterOrDigit(c) : char.IsLetterOrDigit(c);

    /// <summary>Where the run of host characters that ends before <paramref name="end"/> begins.</summary>
    public static int Start(string text, int end, int floor)
    {
        var start = end;
        var lowest = Math.Max(floor, end - MaxLength);
        while (start > lowest && IsPart(text[start - 1]))
        {
            start--;
        }

        while (start < end && text[start] is '-' or '_')
        {
            start++;
        }

        return start;
    }

    /// <summary>Where the run of host characters and dots that begins at <paramref name="start"/> ends.</summary>
    public static int End(string text, int start)
    {
        while (start < text.Length && (IsPart(text[start]) || text[start] == '.'))
        {
            start++;
        }

        return start;
    }

    /// <summary>The host of an address that begins with it, in lower case, without user, port and path.</summary>
    public static string Of(ReadOnlySpan<char> address)
    {
        var end = address.IndexOfAny("/?#");
        var authority = end < 0 ? address : address[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var port = authority.LastIndexOf(':');
        var host = port < 0 || authority[port..].Contains(']') ? authority : authority[..port];
        return host.TrimEnd('.').ToString().ToLowerInvariant();
    }

    private static bool IsPart(char c) => IsLetter(c) || c is '-' or '_';
}
