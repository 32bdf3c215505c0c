using System.Buffers;
using System.Globalization;
using System.Text;

namespace CommentService.Moderation.Text;

/// <summary>
/// What a cleaned field must be like, and the sentence that tells the reader when it is not. Intake asks it,
/// and the worker again: what comes through the queue need not come from intake.
/// </summary>
public static class SubmissionRules
{
    /// <summary>Longest name, in text elements.</summary>
    public const int MaxNameLength = 80;

    /// <summary>Longest comment, in text elements.</summary>
    public const int MaxCommentLength = 10_000;

    /// <summary>Longest email address, in UTF-16 code units (RFC 5321, section 4.5.3.1.3, without the angle brackets).</summary>
    public const int MaxEmailLength = EmailAddress.MaxLength;

    /// <summary>Longest website address, in UTF-16 code units.</summary>
    public const int MaxWebsiteLength = 2_000;

    /// <summary>Longest article title, in UTF-16 code units.</summary>
    public const int MaxTitleLength = 300;

    /// <summary>Longest language tag, in characters (RFC 5646, section 4.4.1).</summary>
    public const int MaxLanguageLength = 35;

    public const string NameMissing = "Please enter your name here";
    public const string NameTooLong = "Please enter a name of at most 80 characters";
    public const string NameHasLineBreak = "Please enter your name on one line";
    public const string CommentMissing = "Please enter your comment!";
    public const string CommentTooLong = "Please enter a comment of at most 10,000 characters";
    public const string EmailInvalid = "You have entered an incorrect email address!";
    public const string WebsiteInvalid = "Please enter a web address that starts with http:// or https://";

    public const string LanguageInvalid = "This is not a language tag, such as en or pt-BR.";

    // What would need escaping wherever the address is shown.
    private static readonly SearchValues<char> NeverInAddress = SearchValues.Create("\"'<>`\\");

    private static readonly SearchValues<char> InLanguageTag =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>What is wrong with a cleaned name, or null.</summary>
    public static string? CheckName(string? cleaned) => cleaned switch
    {
        null => NameMissing,
        _ when IsInvisible(cleaned) => NameMissing,
        _ when cleaned.AsSpan().ContainsAny('\n', '\u2028', '\u2029') => NameHasLineBreak,
        _ => SubmissionText.FitsIn(cleaned, MaxNameLength) ? null : NameTooLong,
    };

    /// <summary>What is wrong with a cleaned comment, or null.</summary>
    public static string? CheckComment(string? cleaned) => cleaned switch
    {
        null => CommentMissing,
        _ when IsInvisible(cleaned) => CommentMissing,
        _ => SubmissionText.FitsIn(cleaned, MaxCommentLength) ? null : CommentTooLong,
    };

    /// <summary>What is wrong with a cleaned email address, or null; none at all is right.</summary>
    public static string? CheckEmail(string? cleaned) =>
        string.IsNullOrEmpty(cleaned) || EmailAddress.IsValid(cleaned) ? null : EmailInvalid;

    /// <summary>What is wrong with a cleaned website, or null; none at all is right.</summary>
    public static string? CheckWebsite(string? cleaned) =>
        string.IsNullOrEmpty(cleaned) || IsWebAddress(cleaned) ? null : WebsiteInvalid;

    /// <summary>What is wrong with a cleaned language tag, or null; none at all is right.</summary>
    public static string? CheckLanguage(string? cleaned) =>
        string.IsNullOrEmpty(cleaned) || (cleaned.Length <= MaxLanguageLength && !cleaned.AsSpan().ContainsAnyExcept(InLanguageTag)) ? null : LanguageInvalid;

    private static bool IsWebAddress(string text) =>
        text.Length <= MaxWebsiteLength
        && (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        && !text.AsSpan().ContainsAny(NeverInAddress)
        && !HasGap(text)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Host.Length > 0;

    private static bool HasGap(string text)
    {
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format)
            {
                return true;
            }
        }

        return false;
    }

    // A text of zero-width characters only is as good as none.
    private static bool IsInvisible(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Invisible.Contains(rune) && !Rune.IsWhiteSpace(rune))
            {
                return false;
            }
        }

        return true;
    }
}
