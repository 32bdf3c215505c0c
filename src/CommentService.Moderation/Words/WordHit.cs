namespace CommentService.Moderation.Words;

/// <summary>A term of a list, found in a folded text.</summary>
/// <param name="List">The list's number.</param>
/// <param name="Start">First folded character.</param>
/// <param name="End">Folded character after the last.</param>
/// <param name="IsGuess">It may be something else: enough to hold, never to reject.</param>
/// <param name="IsPlain">It is written as the list has it, in capitals or with accents at most.</param>
internal readonly record struct WordHit(int List, int Start, int End, bool IsGuess, bool IsPlain = false);
