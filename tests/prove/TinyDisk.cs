using System.Diagnostics;

namespace CommentService.Prove;

/// <summary>A file system of a few megabytes in memory, mounted over a folder; needs root.</summary>
internal sealed class TinyDisk : IDisposable
{
    private readonly string path;

    public TinyDisk(string path, int megabytes)
    {
        this.path = path;
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path);
    }

    public void Grow(int megabytes) => Run("mount", "-o", $"remount,size={megabytes}m", path);

    public void Dispose() => Run("umount", path);

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        }
    }
}
