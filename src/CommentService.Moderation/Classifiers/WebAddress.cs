namespace CommentService.Moderation.Classifiers;

/// <summary>A website as readers type it, with or without a scheme.</summary>
internal static class WebAddress
{
    // Where everybody has a page, under a name of one's own.
    private static readonly string[] ProfileHosts =
        ["bsky.app", "facebook.com", "github.com", "instagram.com", "linkedin.com", "mastodon.social", "medium.com", "threads.net", "tiktok.com", "twitter.com", "x.com", "youtube.com"];

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

    /// <summary>The host as it is told apart from others.</summary>
    public static ReadOnlySpan<char> WithoutWww(ReadOnlySpan<char> host) =>
        host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;

    /// <summary>Whether a host (<see cref="WithoutWww"/>) is one on which everybody may have a page.</summary>
    public static bool IsOfProfiles(ReadOnlySpan<char> host)
    {
        foreach (var known in ProfileHosts)
        {
            if (host.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first part of a path: on a host of profiles, whose it is.</summary>
    public static ReadOnlySpan<char> FirstStep(ReadOnlySpan<char> path)
    {
        var inner = path.TrimStart('/');
        var end = inner.IndexOfAny("/?#");
        return end < 0 ? inner : inner[..end];
    }
}
