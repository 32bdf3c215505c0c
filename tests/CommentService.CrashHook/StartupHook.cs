using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

/// <summary>
/// Loaded into the real service by <c>DOTNET_STARTUP_HOOKS</c>: ends the process at the n-th start or stop of a span,
/// as <c>CRASH_AT</c> says (<c>storage.commit:stop:2</c>). So the product holds no test code, and what dies is the product.
/// </summary>
internal static class StartupHook
{
    private const int Sigkill = 9;

    private static string span = "";
    private static bool atStop;
    private static int remaining;

    /// <summary>The runtime calls this before <c>Main</c>.</summary>
    public static void Initialize()
    {
        var point = Environment.GetEnvironmentVariable("CRASH_AT");
        if (string.IsNullOrEmpty(point))
        {
            return;
        }

        var parts = point.Split(':');
        span = parts[0];
        atStop = parts[1] == "stop";
        remaining = int.Parse(parts[2], CultureInfo.InvariantCulture);
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == "CommentService",
            // The least that makes a span exist: it is not recorded, so the service writes what it would write without it.
            Sample = (ref _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = activity => Pass(activity, isStop: false),
            ActivityStopped = activity => Pass(activity, isStop: true),
        });
    }

    private static void Pass(Activity activity, bool isStop)
    {
        if (isStop == atStop && activity.OperationName == span && Interlocked.Decrement(ref remaining) == 0)
        {
            // No handler, no finally block and no flush runs after this: the kernel ends every thread at once.
            _ = Kill(Environment.ProcessId, Sigkill);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
