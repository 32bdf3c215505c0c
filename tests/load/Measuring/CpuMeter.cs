using System.Diagnostics;

namespace CommentService.Load.Measuring;

/// <summary>Processor time from its creation on: this process, the target, and everything on the machine.</summary>
internal sealed class CpuMeter(int? target)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly double ownBefore = Own();
    private readonly double targetBefore = Target(target);
    private readonly double busyBefore = ProcFile.BusySeconds();

    public CpuUse Generator() => Use(Own() - ownBefore);

    public CpuUse Machine() => Use(ProcFile.BusySeconds() - busyBefore);

    public TargetUse? OfTarget() => target is not { } pid ? null
        : new(Use(Target(pid) - targetBefore), Math.Round(ProcFile.PeakRssMiB(pid), 1));

    private static double Own() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static double Target(int? pid)
    {
        try
        {
            return pid is { } known ? ProcFile.CpuSeconds(known) : 0;
        }
        catch (IOException)
        {
            throw new LoadException($"--pid {pid}: there is no such process.");
        }
    }

    private CpuUse Use(double seconds) => new(
        Math.Round(seconds, 2),
        Math.Round(seconds / (Stopwatch.GetElapsedTime(start).TotalSeconds * Environment.ProcessorCount), 4));
}
