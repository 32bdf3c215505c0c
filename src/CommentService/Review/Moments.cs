namespace CommentService.Review;

/// <summary>Moments as they are stored, so that an answer and a later list say the same.</summary>
internal static class Moments
{
    /// <summary>The present, to the millisecond.</summary>
    public static DateTimeOffset Now(this TimeProvider time) => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
