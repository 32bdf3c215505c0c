namespace CommentService.Moderation.Words;

/// <summary>Whether a term stands where it may stand.</summary>
internal enum Certainty
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>It may: a moderator can tell.</summary>
    Guess,

    /// <summary>It does, disguised or not.</summary>
    Sure,
}
