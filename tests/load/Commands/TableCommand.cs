using CommentService.Load.Measuring;

namespace CommentService.Load.Commands;

/// <summary>
/// Sums up the reports that <c>compare</c> collected as <c>LOAD.SERVER.ROUND.json</c> in one folder: medians over the
/// rounds, and how many times the rate of each baseline the service reaches.
/// </summary>
internal static class TableCommand
{
    private const string Service = "service";

    public static int Run(Arguments arguments)
    {
        var folder = arguments.Required("from");
        arguments.RefuseUnknown();
        var runs = Directory.GetFiles(folder, "*.json").Select(path => (Name: Path.GetFileName(path).Split('.'), Report: ReportText.Read(path)))
            .GroupBy(run => (Load: run.Name[0], Server: run.Name[1]), run => run.Report)
            .ToDictionary(group => group.Key, group => group.ToList());
        PrintFigures(runs);
        PrintRatios(runs);
        return 0;
    }

    private static void PrintFigures(Dictionary<(string Load, string Server), List<LoadReport>> runs)
    {
        var table = new TextTable(
            "load", "server", "rounds", "requests/s", "end to end/s", "p50 ms", "p99 ms", "peak RSS MiB", "server CPU %", "generator CPU %", "others CPU %",
            "decided p50 ms", "decided p99 ms", "not 2xx");
        foreach (var (key, reports) in runs.OrderBy(run => run.Key))
        {
            table.Add(
                key.Load, key.Server, reports.Count, Median(reports, report => report.PerSecond)!,
                Median(reports, report => report.EndToEnd?.PerSecond)!,
                Median(reports, report => report.LatencyMs.P50)!, Median(reports, report => report.LatencyMs.P99)!,
                Median(reports, report => report.Target?.PeakRssMiB)!, Median(reports, report => report.Target?.Cpu.ShareOfMachine * 100)!,
                Median(reports, report => report.Generator.ShareOfMachine * 100)!,
                Median(reports, report => report.OthersShareOfMachine * 100)!,
                Median(reports, report => report.Readable?.Ms.P50)!, Median(reports, report => report.Readable?.Ms.P99)!,
                (int)reports.Sum(report => report.Errors + report.Unsent + report.Statuses.Where(each => each.Key[0] != '2').Sum(each => each.Value)));
        }

        table.Print();
    }

    private static void PrintRatios(Dictionary<(string Load, string Server), List<LoadReport>> runs)
    {
        var table = new TextTable("load", "of", "accepted", "end to end");
        foreach (var ((load, server), reports) in runs.Where(run => run.Key.Server != Service).OrderBy(run => run.Key))
        {
            if (runs.TryGetValue((load, Service), out var own))
            {
                var baseline = Median(reports, report => report.PerSecond);
                table.Add(
                    load, server, (Median(own, report => report.PerSecond) / baseline)!,
                    (Median(own, report => report.EndToEnd?.PerSecond) / baseline)!);
            }
        }

        table.Print();
    }

    // Null where no round has the figure.
    private static double? Median(List<LoadReport> reports, Func<LoadReport, double?> figure)
    {
        var sorted = reports.Select(figure).OfType<double>().Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
