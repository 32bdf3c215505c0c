using System.Collections.Frozen;

namespace CommentService.Moderation.Text;

/// <summary>Domain endings that make a word with a dot a web address even without a scheme.</summary>
internal static class Suffixes
{
    // Only endings that are no everyday words: a missing space after a full stop must not make a link.
    private static readonly FrozenSet<string> Common = FrozenSet.ToFrozenSet(
        ["com", "net", "org", "info", "biz", "ru", "cn", "xyz", "online", "website", "icu", "io", "ly", "vip", "tk", "edu", "gov", "uk", "eu"],
        StringComparer.OrdinalIgnoreCase);

    // Technologies that are written like a domain.
    private static readonly FrozenSet<string> NoDomains = FrozenSet.ToFrozenSet(
        ["asp.net", "vb.net", "ado.net", "ml.net", "socket.io", "vue.io"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CommonSpans = Common.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NoDomainSpans = NoDomains.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the dotted word is a domain; before a path any ending of two letters or more will do.</summary>
    public static bool EndsIn(ReadOnlySpan<char> domain, bool hasPath) =>
        hasPath ? IsPossible(domain) : IsCommon(domain) && !NoDomainSpans.Contains(domain);

    /// <summary>Whether the last label is an everyday ending.</summary>
    public static bool IsCommon(ReadOnlySpan<char> domain) => CommonSpans.Contains(Last(domain));

    /// <summary>Whether the last label could be an ending: two ASCII letters or more.</summary>
    public static bool IsPossible(ReadOnlySpan<char> domain)
    {
        var last = Last(domain);
        foreach (var c in last)
        {
            if (!char.IsAsciiLetter(c))
            {
                return false;
            }
        }

        return last.Length >= 2;
    }

    private static ReadOnlySpan<char> Last(ReadOnlySpan<char> domain) => domain[(domain.LastIndexOf('.') + 1)..];
}
