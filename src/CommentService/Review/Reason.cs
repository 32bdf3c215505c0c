using CommentService.Moderation.Text;

namespace CommentService.Review;

/// <summary>Why someone changes something, where the body has no place for it.</summary>
internal static class Reason
{
    public const int MaxLength = 200;

    /// <summary>Reads the query parameter <c>reason</c>; an error where it is too long.</summary>
    public static string? Read(string? value, Dictionary<string, string[]> errors)
    {
        var cleaned = value is null ? null : SubmissionText.Clean(value);
        if (cleaned is not null && !SubmissionText.FitsIn(cleaned, MaxLength))
        {
            errors["reason"] = [$"Give at most {MaxLength} characters."];
        }

        return string.IsNullOrEmpty(cleaned) ? null : cleaned;
    }
}
