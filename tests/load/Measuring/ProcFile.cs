using System.Globalization;

namespace CommentService.Load.Measuring;

/// <summary>What Linux tells of processor time and memory (proc(5)). Times are in units of 10 ms there.</summary>
internal static class ProcFile
{
    private const double TicksPerSecond = 100;

    /// <summary>Processor seconds of a process, in user and kernel.</summary>
    public static double CpuSeconds(int pid)
    {
        // The second field, the name in brackets, may hold blanks: count from behind it.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    }

    /// <summary>The most memory that a process has had resident, in MiB.</summary>
    public static double PeakRssMiB(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) / 1024;
    }

    /// <summary>Seconds that all processors together spent on anything but idling.</summary>
    public static double BusySeconds()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (user, nice, system, interrupts) = (fields[1], fields[2], fields[3], Number(fields[6]) + Number(fields[7]));
        return (Number(user) + Number(nice) + Number(system) + interrupts) / TicksPerSecond;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
