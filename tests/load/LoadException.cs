namespace CommentService.Load;

/// <summary>Something the user has to know or to change; shown without a stack trace, exit code 2.</summary>
internal sealed class LoadException(string message) : Exception(message);
