using System.Buffers;

namespace CommentService.Moderation.Text;

/// <summary>
/// Finds the web addresses in a text, for the links rule and for rendering alike. It jumps from one sign of an
/// address to the next (a dot, a colon, the word "dot") and looks around each, so that time is linear in the length.
/// </summary>
internal static class LinkFinder
{
    private static readonly SearchValues<char> Signs = SearchValues.Create(".:");
    private static readonly SearchValues<string> DotWord = SearchValues.Create(["dot"], StringComparison.OrdinalIgnoreCase);

    /// <summary>All web addresses in the order of the text; they do not overlap.</summary>
    public static IReadOnlyList<TextLink> Find(string text)
    {
        var sign = Next(text, 0, Signs);
        var word = Next(text, 0, DotWord);
        List<TextLink>? links = null;
        for (var floor = 0; Math.Min(sign, word) < text.Length;)
        {
            var at = Math.Min(sign, word);
            var link = at == word ? DisguisedLink.AtDotWord(text, at, floor) : AtSign(text, at, floor, out at);
            if (link is { } found)
            {
                (links ??= []).Add(found);
                at = Math.Max(at, found.End - 1);
                floor = found.End;
            }

            sign = sign > at ? sign : Next(text, at + 1, Signs);
            word = word > at ? word : Next(text, at + 1, DotWord);
        }

        return links ?? (IReadOnlyList<TextLink>)[];
    }

    // "looked" is the last character that need not be looked at again.
    private static TextLink? AtSign(string text, int at, int floor, out int looked)
    {
        looked = at;
        return DisguisedLink.AtBracketedSign(text, at, floor)
            ?? (text[at] == ':' ? AtScheme(text, at, floor) : AtDomain(text, at, floor, out looked));
    }

    private static TextLink? AtScheme(string text, int colon, int floor)
    {
        var hostStart = colon + 3;
        if (hostStart >= text.Length || !text.AsSpan(colon).StartsWith("://") || !Host.IsLetter(text[hostStart]))
        {
            return null;
        }

        var before = text.AsSpan(floor, colon - floor);
        var scheme = SchemeLength(before, "http", "https");
        var kind = scheme > 0 ? LinkKind.Address : LinkKind.Disguised;
        scheme = scheme > 0 ? scheme : SchemeLength(before, "hxxp", "hxxps");
        return scheme == 0 ? null : Link(text, colon - scheme, hostStart, UrlEnd.After(text, hostStart), kind);
    }

    private static TextLink? AtDomain(string text, int dot, int floor, out int looked)
    {
        var start = Host.Start(text, dot, floor);
        var end = Host.End(text, dot + 1);
        looked = Math.Max(dot, end - 1);
        var domain = text.AsSpan(start, Math.Max(0, end - start)).TrimEnd("-.");
        end = start + domain.Length;
        if (start == dot || end <= dot + 1 || (start > 0 && text[start - 1] is '@'))
        {
            return null;
        }

        var hasPath = end + 1 < text.Length && text[end] == '/' && char.IsAsciiLetterOrDigit(text[end + 1]);
        var urlEnd = end < text.Length && text[end] is '/' or ':' or '?' or '#' ? UrlEnd.After(text, end) : end;
        if (domain.StartsWith("www.", StringComparison.OrdinalIgnoreCase) && domain[4..].Contains('.'))
        {
            return Link(text, start, start, urlEnd, LinkKind.Www);
        }

        return Suffixes.EndsIn(domain, hasPath) ? Link(text, start, start, hasPath ? urlEnd : end, LinkKind.Bare) : null;
    }

    private static TextLink Link(string text, int start, int hostStart, int end, LinkKind kind) =>
        new(start, end - start, kind, Host.Of(text.AsSpan(hostStart, end - hostStart)));

    private static int SchemeLength(ReadOnlySpan<char> before, string plain, string secure) =>
        before.EndsWith(secure, StringComparison.OrdinalIgnoreCase) ? secure.Length
        : before.EndsWith(plain, StringComparison.OrdinalIgnoreCase) ? plain.Length : 0;

    private static int Next(string text, int from, SearchValues<char> values) =>
        text.AsSpan(from).IndexOfAny(values) is var at and >= 0 ? from + at : text.Length;

    private static int Next(string text, int from, SearchValues<string> values) =>
        text.AsSpan(from).IndexOfAny(values) is var at and >= 0 ? from + at : text.Length;
}
