namespace CommentService.Moderation.Classifiers;

/// <summary>A website as readers type it, with or without a scheme.</summary>
internal static class WebAddress
{
    /// <param name="address">The website.</param>
    /// <param name="host">Its host, with the port where there is one.</param>
    /// <param name="path">All after that, from the first of <c>/?#</c> on.</param>
    public static void Split(ReadOnlySpan<char> address, out ReadOnlySpan<char> host, out ReadOnlySpan<char> path)
    {
        var rest = address.IndexOf("://") is var scheme and >= 0 ? address[(scheme + 3)..] : address;
        var end = rest.IndexOfAny("/?#") is var slash and >= 0 ? slash : rest.Length;
        host = rest[..end];
        path = rest[end..];
    }
}
