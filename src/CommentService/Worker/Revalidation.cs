using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Moderation.Text;
using CommentService.Storage;

namespace CommentService.Worker;

/// <summary>
/// Checks what comes through the queue by intake's own rules: the queue is no border of trust, and an earlier version's
/// intake may have had other rules. Of a sound submission nothing is copied.
/// </summary>
internal static class Revalidation
{
    /// <summary>Longest text of a field, in UTF-16 code units: no body that intake reads holds a longer one.</summary>
    private const int LongestText = 256 * 1024;

    /// <summary>Whether intake would have let it pass as it is.</summary>
    public static bool IsSound(Submission submission) =>
        ArticleId.IsValid(submission.ArticleId)
        && IsSound(submission.Name, SubmissionRules.CheckName)
        && IsSound(submission.Comment, SubmissionRules.CheckComment)
        && IsSound(submission.Email, SubmissionRules.CheckEmail)
        && IsSound(submission.Website, SubmissionRules.CheckWebsite)
        && IsSound(submission.Language, SubmissionRules.CheckLanguage)
        && IsSound(submission.ArticleTitle, CheckTitle)
        && IsSound(submission.ArticleUrl, SubmissionRules.CheckWebsite)
        && Enum.IsDefined((AuthorIdentity)submission.AuthorIdentity);

    /// <summary>
    /// What can be stored of an unsound submission, for a moderator to see: texts cleaned, and what could do harm on a
    /// page or prove an author left out. Null where that is no comment at all.
    /// </summary>
    /// <param name="unsound">As it came.</param>
    /// <param name="faults">The fields that are wrong, without their text.</param>
    public static Submission? Mend(Submission unsound, out string faults)
    {
        var found = new List<string>();
        var mended = unsound with
        {
            Name = Required("name", unsound.Name, SubmissionRules.CheckName),
            Comment = Required("comment", unsound.Comment, SubmissionRules.CheckComment),
            Email = Optional("email", unsound.Email, SubmissionRules.CheckEmail),
            Website = Optional("website", unsound.Website, SubmissionRules.CheckWebsite),
            Language = Optional("language", unsound.Language, SubmissionRules.CheckLanguage),
            ArticleTitle = Optional("articleTitle", unsound.ArticleTitle, CheckTitle),
            ArticleUrl = Optional("articleUrl", unsound.ArticleUrl, SubmissionRules.CheckWebsite),
            AuthorIdentity = Enum.IsDefined((AuthorIdentity)unsound.AuthorIdentity) ? unsound.AuthorIdentity : (int)AuthorIdentity.Name,
        };
        Note("articleId", ArticleId.IsValid(mended.ArticleId));
        Note("authorIdentity", mended.AuthorIdentity == unsound.AuthorIdentity);
        faults = string.Join(", ", found);
        return ArticleId.IsValid(mended.ArticleId) && mended.Name.Length > 0 && mended.Comment.Length > 0 ? mended : null;

        string Required(string field, string? value, Func<string?, string?> check)
        {
            var cleaned = value is { Length: <= LongestText } ? SubmissionText.Clean(value) : "";
            Note(field, cleaned == value && check(cleaned) is null);
            return cleaned;
        }

        string? Optional(string field, string? value, Func<string?, string?> check)
        {
            var isSound = IsSound(value, check);
            Note(field, isSound);
            return isSound ? value : null;
        }

        void Note(string field, bool isSound)
        {
            if (!isSound)
            {
                found.Add(field);
            }
        }
    }

    private static bool IsSound(string? value, Func<string?, string?> check) =>
        value is not { Length: 0 or > LongestText } && (value is null || SubmissionText.IsClean(value)) && check(value) is null;

    private static string? CheckTitle(string? title) => title is { Length: > SubmissionRules.MaxTitleLength } ? "too long" : null;
}
