using CommentService.Moderation.Text;

namespace CommentService.Intake;

/// <summary>The cleaned and valid fields of a submission.</summary>
internal sealed record ValidSubmission(
    string ArticleId,
    string Name,
    string Comment,
    string? Email,
    string? Website,
    Guid? ParentId,
    string? ArticleTitle,
    string? ArticleUrl,
    string? Language,
    bool HoneypotFilled,
    FieldNames Names)
{
    /// <summary>Cleans and checks all fields at once; null when one is wrong, and then <see cref="SentFields.Errors"/> says which.</summary>
    public static ValidSubmission? From(SentFields sent)
    {
        var valid = new ValidSubmission(
            Text(sent, IntakeField.ArticleId, id => id is not null && Storage.ArticleId.IsValid(id) ? null : Storage.ArticleId.Invalid) ?? "",
            Text(sent, IntakeField.Name, SubmissionRules.CheckName) ?? "",
            Text(sent, IntakeField.Comment, SubmissionRules.CheckComment) ?? "",
            Text(sent, IntakeField.Email, SubmissionRules.CheckEmail),
            Text(sent, IntakeField.Website, SubmissionRules.CheckWebsite),
            Parent(sent),
            // The page gave the title, and no reader can mend it: a long one is cut.
            Cut(Text(sent, IntakeField.ArticleTitle, _ => null)),
            Text(sent, IntakeField.ArticleUrl, SubmissionRules.CheckWebsite),
            Text(sent, IntakeField.Language, SubmissionRules.CheckLanguage),
            !string.IsNullOrWhiteSpace(sent[IntakeField.Homepage]),
            sent.Names);
        return sent.IsValid ? valid : null;
    }

    /// <summary>Cleans a field; an optional one that is empty counts as not sent.</summary>
    private static string? Text(SentFields sent, IntakeField field, Func<string?, string?> check)
    {
        var cleaned = sent[field] is { } value ? SubmissionText.Clean(value) : null;
        cleaned = cleaned is { Length: 0 } ? null : cleaned;
        if (check(cleaned) is { } message)
        {
            sent.Refuse(field, message);
        }

        return cleaned;
    }

    private static Guid? Parent(SentFields sent)
    {
        // WordPress forms send 0 for a comment that answers none.
        if (sent[IntakeField.ParentId]?.Trim() is not { Length: > 0 } text || (text == "0" && sent.Names == FieldNames.WordPress))
        {
            return null;
        }

        if (Guid.TryParseExact(text, "D", out var id))
        {
            return id;
        }

        sent.Refuse(IntakeField.ParentId, "This is not the id of a comment.");
        return null;
    }

    private static string? Cut(string? title)
    {
        const int Most = SubmissionRules.MaxTitleLength;
        return title is { Length: > Most } ? title[..(char.IsHighSurrogate(title[Most - 1]) ? Most - 1 : Most)] : title;
    }
}
