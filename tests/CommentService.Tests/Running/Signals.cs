using System.Runtime.InteropServices;

namespace CommentService.Tests.Running;

/// <summary>Signals to processes (POSIX, <c>kill(2)</c>), by the numbers that Linux gives them.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <returns>Whether there was such a process.</returns>
    public static bool Send(int process, int signal) => SendSignal(process, signal) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
