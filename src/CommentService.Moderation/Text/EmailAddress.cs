using System.Buffers;
using System.Globalization;

namespace CommentService.Moderation.Text;

/// <summary>
/// Whether a text is an address that could be written to: a dot-atom, one @ and a domain with a dot (RFC 5321, with
/// the letters of other scripts as RFC 6531 allows). No quoted local parts, no address literals. One pass.
/// </summary>
internal static class EmailAddress
{
    public const int MaxLength = 254;
    private const int MaxLocalLength = 64;
    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> Atom =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~");

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        return at is > 0 and <= MaxLocalLength
            && text.Length <= MaxLength
            && IsLocalPart(text[..at])
            && IsDomain(text[(at + 1)..]);
    }

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        foreach (var part in local.Split('.'))
        {
            var atom = local[part];
            if (atom.IsEmpty || !HasOnly(atom, static c => Atom.Contains(c)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (!domain.Contains('.'))
        {
            return false;
        }

        foreach (var part in domain.Split('.'))
        {
            var label = domain[part];
            if (label.IsEmpty || label.Length > MaxLabelLength || label[0] == '-' || label[^1] == '-'
                || !HasOnly(label, static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            {
                return false;
            }
        }

        return domain[(domain.LastIndexOf('.') + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    private static bool HasOnly(ReadOnlySpan<char> text, Func<char, bool> isAllowedAscii)
    {
        foreach (var c in text)
        {
            if (char.IsAscii(c) ? !isAllowedAscii(c) : !IsVisible(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsVisible(char c) =>
        !char.IsWhiteSpace(c) && !char.IsControl(c) && c != '\uFFFD' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format;
}
