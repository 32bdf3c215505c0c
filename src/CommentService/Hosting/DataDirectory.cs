using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>The directory of everything this process keeps, held by one process at a time.</summary>
internal sealed class DataDirectory(IOptions<HostingOptions> options) : IDisposable
{
    private const string Setting = $"{HostingOptions.Section}:{nameof(HostingOptions.DataDirectory)}";
    private FileStream? held;

    /// <summary>Absolute path; a relative setting starts at the current directory.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(options.Value.DataDirectory);

    /// <summary>Absolute path of a file in it.</summary>
    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>Creates the directory, readable for this user only, and holds it until the process ends, killed or not.</summary>
    public void Open()
    {
        try
        {
            Create();
            held = new FileStream(PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            throw new StartRefusedException($"{Setting}: another process uses {Path}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"{Setting}: {exception.Message}");
        }
    }

    public void Dispose() => held?.Dispose();

    private void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The error of a lock that is taken: EWOULDBLOCK on Linux and macOS, a sharing violation on Windows.</summary>
    private static bool IsHeldByAnother(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
