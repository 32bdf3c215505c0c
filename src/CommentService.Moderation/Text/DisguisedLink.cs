using System.Collections.Frozen;

namespace CommentService.Moderation.Text;

/// <summary>Recognises addresses that are written so as not to look like one: <c>example dot com</c>, <c>example(.)com</c>, <c>http[:]//…</c>.</summary>
internal static class DisguisedLink
{
    // "The dot com bubble" is about history, not an address.
    private static readonly FrozenSet<string> NoName = FrozenSet.ToFrozenSet(
        ["the", "a", "an", "and", "of", "in", "this", "that", "every", "during", "first", "old", "or", "its", "their", "some", "early", "big"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NoNameSpans = NoName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>An address around the word "dot" at <paramref name="at"/>, in brackets or between spaces.</summary>
    public static TextLink? AtDotWord(string text, int at, int floor)
    {
        var after = at + "dot".Length;
        if (at == 0 || after >= text.Length)
        {
            return null;
        }

        return IsPair(text[at - 1], text[after])
            ? Around(text, at - 1, after + 1, floor, needsCommonSuffix: false)
            : IsGap(text[at - 1]) && IsGap(text[after]) ? Around(text, at, after, floor, needsCommonSuffix: true) : null;
    }

    /// <summary>An address around a dot or colon in brackets.</summary>
    public static TextLink? AtBracketedSign(string text, int at, int floor)
    {
        if (at == 0 || at + 1 >= text.Length || !IsPair(text[at - 1], text[at + 1]))
        {
            return null;
        }

        return text[at] == '.'
            ? Around(text, at - 1, at + 2, floor, needsCommonSuffix: false)
            : AroundColon(text, at - 1, at + 2, floor);
    }

    private static TextLink? Around(string text, int left, int right, int floor, bool needsCommonSuffix)
    {
        // Apart from its neighbours the dot may belong to the sentence.
        needsCommonSuffix |= right < text.Length && IsGap(text[right]);
        left -= left > floor && IsGap(text[left - 1]) ? 1 : 0;
        right += right < text.Length && IsGap(text[right]) ? 1 : 0;
        if (left < floor)
        {
            return null;
        }

        var start = Host.Start(text, left, floor);
        var end = Host.End(text, right);
        var name = text.AsSpan(start, left - start);
        var suffix = text.AsSpan(right, end - right).TrimEnd("-.");
        var isAddress = name.Length >= 2 && Suffixes.IsPossible(suffix)
            && (!needsCommonSuffix || (Suffixes.IsCommon(suffix) && !NoNameSpans.Contains(name)));
        return isAddress
            ? new TextLink(start, right + suffix.Length - start, LinkKind.Disguised, $"{name}.{suffix}".ToLowerInvariant())
            : null;
    }

    private static TextLink? AroundColon(string text, int left, int right, int floor)
    {
        var scheme = Host.Start(text, left, floor);
        if (text.AsSpan(scheme, left - scheme).ToString().ToUpperInvariant() is not ("HTTP" or "HTTPS" or "HXXP" or "HXXPS")
            || !text.AsSpan(right).StartsWith("//"))
        {
            return null;
        }

        var end = UrlEnd.After(text, right + 2);
        return end == right + 2 ? null : new TextLink(scheme, end - scheme, LinkKind.Disguised, Host.Of(text.AsSpan(right + 2, end - right - 2)));
    }

    private static bool IsPair(char open, char close) => (open, close) is ('(', ')') or ('[', ']') or ('{', '}');

    private static bool IsGap(char c) => c is ' ' or '\t' or '\u00A0';
}
