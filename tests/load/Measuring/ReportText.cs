using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommentService.Load.Measuring;

/// <summary>Prints a report, and writes and reads it as JSON.</summary>
internal static class ReportText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Print(LoadReport report)
    {
        var pace = report.Rate is { } rate ? $"open loop, {rate}/s" : "closed loop";
        Line($"{report.Mode} {report.Url}, {report.Connections} connections, {pace}, {report.Seconds:0.00} s");
        Line($"  requests   {report.Requests:N0}, {report.PerSecond:N1}/s, {report.Errors} errors");
        Line($"  statuses   {string.Join(", ", report.Statuses.Select(each => Invariant($"{each.Key}: {each.Value:N0}")))}");
        Line($"  latency    {report.LatencyMs}");
        Line($"  bytes      {report.BytesOut / 1e6:N1} MB out, {report.BytesIn / 1e6:N1} MB in");
        Line($"  generator  {Cpu(report.Generator)}; the whole machine {Cpu(report.Machine)}");
        if (report.Target is { } target)
        {
            Line($"  target     {Cpu(target.Cpu)}, peak RSS {target.PeakRssMiB:0.0} MiB; other processes {report.OthersShareOfMachine:P0}");
        }

        if (report.EndToEnd is { } end)
        {
            Line($"  end to end {end.PerSecond:N1}/s: {end.Accepted:N0} accepted, the last one decided after {end.Seconds:0.00} s");
        }

        if (report.Readable is { } readable)
        {
            Line($"  readable   {readable.Ms} after 202, {readable.Samples} samples, polled every 5 ms");
        }

        if (report.Unsent > 0)
        {
            Line($"  BEHIND     {report.Unsent:N0} requests fell due and were never sent: the rate is more than the target takes");
        }
    }

    public static void Write(LoadReport report, string? path)
    {
        if (path is not null)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(report, Json));
        }
    }

    public static LoadReport Read(string path) => JsonSerializer.Deserialize<LoadReport>(File.ReadAllText(path), Json)
        ?? throw new LoadException($"{path} holds no report.");

    private static string Cpu(CpuUse use) =>
        Invariant($"{use.Seconds:0.00} CPU s = {use.ShareOfMachine:P0} of {Environment.ProcessorCount} cores");

    private static void Line(FormattableString text) => Console.WriteLine(Invariant(text));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
