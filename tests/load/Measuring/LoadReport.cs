namespace CommentService.Load.Measuring;

/// <summary>The figures of one run, as they are printed and written as JSON.</summary>
internal sealed record LoadReport(
    string Mode, string Url, int Connections, int? Rate, double Seconds, long Requests, double PerSecond,
    IReadOnlyDictionary<string, long> Statuses, long Errors, long Unsent, Percentiles LatencyMs,
    long BytesOut, long BytesIn, CpuUse Generator, CpuUse Machine, TargetUse? Target)
{
    public EndToEnd? EndToEnd { get; init; }

    public Readable? Readable { get; init; }

    public int? Seed { get; init; }

    /// <summary>What neither the generator nor the target used: much of it, and the figures are worth little.</summary>
    public double? OthersShareOfMachine => Target is null ? null
        : Math.Round(Math.Max(0, Machine.ShareOfMachine - Generator.ShareOfMachine - Target.Cpu.ShareOfMachine), 4);
}

/// <summary>Processor seconds, and which share of all processors that is.</summary>
internal sealed record CpuUse(double Seconds, double ShareOfMachine);

/// <summary>Peak RSS is the process's own high-water mark since its start.</summary>
internal sealed record TargetUse(CpuUse Cpu, double PeakRssMiB);

/// <summary>From the first submission sent until the last accepted one was no longer queued.</summary>
internal sealed record EndToEnd(long Accepted, double Seconds, double PerSecond);

/// <summary>From 202 to decided, for a sample of the submissions.</summary>
internal sealed record Readable(long Samples, Percentiles Ms);
