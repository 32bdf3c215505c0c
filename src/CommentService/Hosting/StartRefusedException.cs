namespace CommentService.Hosting;

/// <summary>The operator asked for something that cannot be: the start ends with this message as its one line.</summary>
/// <param name="message">Which setting and why. Holds no secret.</param>
internal sealed class StartRefusedException(string message) : Exception(message);
