namespace CommentService.Hosting;

/// <summary>The locked data directory; an absolute path.</summary>
internal sealed record DataDirectory(string Path);
