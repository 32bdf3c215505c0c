using System.ComponentModel;
using System.Text;
using System.Text.Json.Serialization;
using CommentService.Contracts;
using CommentService.Messaging;
using CommentService.Storage;

namespace CommentService.Review.DeadLetters;

/// <summary>What could not be processed: the submission where it can be read, else what was found in its place.</summary>
internal sealed record DeadLetterView(
    Guid Id,
    DateTime At,
    [property: Description("Why it could not be processed")] string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("Absent where it cannot be read")] LostSubmission? Submission,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("The first characters of what was found, where that is no submission")] string? Body)
{
    private const int MaxBodyLength = 4_000;

    public static DeadLetterView Of(DeadLetter letter)
    {
        var submission = SubmissionBody.Read(letter.Body);
        return new(letter.Id, letter.At, letter.Reason, submission is null ? null : LostSubmission.Of(submission), submission is null ? Start(letter.Body) : null);
    }

    private static string Start(byte[] body) => Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, MaxBodyLength));
}

/// <summary>A submission that is not a comment yet.</summary>
internal sealed record LostSubmission(Guid Id, string ArticleId, string Name, string Comment, string? Email, string? Website, DateTime SubmittedAt)
{
    public static LostSubmission Of(Submission submission) => new(
        submission.Id, submission.ArticleId, submission.Name, submission.Comment, submission.Email, submission.Website, Ids.TimeOf(submission.Id));
}
