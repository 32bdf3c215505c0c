namespace CommentService.Tests.Running;

/// <summary>A data directory for one test, gone with all in it when the test ends.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("comment-service-").FullName;

    public string Comments => System.IO.Path.Combine(Path, "comments.db");

    public string Spool => System.IO.Path.Combine(Path, "spool.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
