using CommentService.Contracts;
using CommentService.Moderation;

namespace CommentService.Tests.Messaging;

/// <summary>Submissions that lack nothing.</summary>
internal static class Given
{
    private static int count;

    /// <summary>One whose id, text and request no other has.</summary>
    public static Submission Submission()
    {
        var number = Interlocked.Increment(ref count);
        return new()
        {
            Id = Guid.CreateVersion7(),
            ArticleId = "article",
            Name = "Ann Reader",
            Comment = $"Thought number {number}.",
            AuthorKey = number,
            AuthorIdentity = (int)Moderation.AuthorIdentity.NameAndAddress,
            RequestKey = number,
        };
    }

    public static List<Submission> Submissions(int number) => [.. Enumerable.Range(0, number).Select(_ => Submission())];
}
