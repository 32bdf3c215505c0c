using CommentService.Load.Client;
using CommentService.Load.Measuring;

namespace CommentService.Load.Commands;

/// <summary>What every mode of load shares: a warm-up that does not count, then the run that does.</summary>
internal sealed class Measurement : IDisposable
{
    private readonly string mode;
    private readonly int? rate;
    private readonly TimeSpan duration;
    private readonly int? limit;
    private readonly int? pid;
    private readonly string? json;
    private readonly Lazy<LoadLoop> loop;

    public Measurement(string mode, Arguments arguments)
    {
        this.mode = mode;
        Target = LoopbackTarget.Parse(arguments.Required("url"));
        rate = Optional(arguments.Number("rate", 0));
        WarmUp = arguments.Duration("warmup", TimeSpan.FromSeconds(3));
        limit = Optional(arguments.Number("requests", 0));
        duration = arguments.Duration("duration", limit is null ? TimeSpan.FromSeconds(15) : TimeSpan.FromHours(1));
        pid = Optional(arguments.Number("pid", 0));
        json = arguments.Text("json");
        var connections = Math.Max(1, arguments.Number("connections", 64));
        loop = new(() => new LoadLoop(Target, connections));
    }

    public LoopbackTarget Target { get; }

    public TimeSpan WarmUp { get; set; }

    /// <summary>The counts of the run that counted.</summary>
    public Tally Tally { get; private set; } = new();

    public LoadLoop Loop => loop.Value;

    /// <param name="beforeCounting">Called between the warm-up and the run that counts.</param>
    public LoadReport Run(RequestSource source, Action? beforeCounting = null)
    {
        if (limit is null && WarmUp > TimeSpan.Zero)
        {
            Loop.Run(source, new Schedule(WarmUp, rate, null), new Tally());
        }

        beforeCounting?.Invoke();
        var meter = new CpuMeter(pid);
        var tally = new Tally();
        Loop.Run(source, new Schedule(duration, rate, limit), tally);
        Tally = tally;
        return new(
            mode, Target.Url.ToString(), Loop.Connections.Count, rate, Math.Round(tally.Elapsed.TotalSeconds, 3),
            tally.Requests, Math.Round(tally.Requests / Math.Max(0.001, tally.Elapsed.TotalSeconds), 1),
            tally.Statuses.ToDictionary(each => $"{each.Status}", each => each.Count),
            tally.Errors, tally.Unsent, Percentiles.Of(tally.Latency), tally.BytesOut, tally.BytesIn,
            meter.Generator(), meter.Machine(), meter.OfTarget());
    }

    /// <summary>Prints and writes the figures. Exit code 1 if anything was not answered.</summary>
    public int Tell(LoadReport report)
    {
        ReportText.Print(report);
        ReportText.Write(report, json);
        return report.Errors == 0 ? 0 : 1;
    }

    public void Dispose()
    {
        if (loop.IsValueCreated)
        {
            loop.Value.Dispose();
        }
    }

    private static int? Optional(int number) => number == 0 ? null : number;
}
