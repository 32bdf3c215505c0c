using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommentService.Hosting;
using YamlDotNet.RepresentationModel;

namespace CommentService.Tests.Deploy;

/// <summary>Alerts and panels ask for measures that the service has, under the names that Prometheus sees.</summary>
public sealed partial class MonitoringTests
{
    /// <summary>What the framework measures for it; <c>MetricsTests</c> sees the first of them in a scrape.</summary>
    private static readonly string[] Frameworks =
    [
        "http_server_request_duration_seconds_bucket", "http_server_request_duration_seconds_count",
        "dotnet_process_memory_working_set_bytes", "dotnet_process_cpu_time_seconds_total",
    ];

    private static readonly string[] Functions =
    [
        "sum", "max", "by", "rate", "increase", "deriv", "histogram_quantile", "topk", "and", "or", "unless", "le", "reason", "outcome", "rule", "action", "decision", "instance", "http_response_status_code",
    ];

    public static TheoryData<string> Expressions { get; } = [.. AlertExpressions().Concat(PanelExpressions())];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_uses_measures_that_exist(string expression)
    {
        var bare = Quoted().Replace(Labels().Replace(Range().Replace(expression, ""), ""), "");
        var names = Name().Matches(bare).Select(match => match.Value).Except(Functions).ToList();
        Assert.NotEmpty(names);
        Assert.Empty(names.Except(Exported().Concat(Frameworks)));
    }

    [Fact]
    public void Every_alert_is_explained_in_the_runbook_and_nothing_else_is()
    {
        var alerts = Rules().Select(rule => rule.TextAt("alert")!).ToList();
        var explained = DeployFiles.Text("README.md").Split("## What each alert means")[1].Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line[4..].Trim());
        Assert.Equal(alerts, explained);
        Assert.All(Rules(), rule => Assert.NotNull(rule.TextAt("annotations", "summary")));
    }

    [Fact]
    public void Panels_have_titles_and_one_place_each()
    {
        using var dashboard = JsonDocument.Parse(DeployFiles.Text("grafana/dashboard.json"));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("title").GetString()).Distinct().Count());
        Assert.Equal(panels.Count, panels.Select(panel => (panel.GetProperty("gridPos").GetProperty("x").GetInt32(), panel.GetProperty("gridPos").GetProperty("y").GetInt32())).Distinct().Count());
    }

    [Fact]
    public void Measures_are_named_as_the_exporter_names_them() => Assert.Superset(
        new HashSet<string> { "comments_submissions_accepted_total", "comments_batch_duration_seconds_bucket", "comments_spool_size_bytes", "comments_spool_waiting" }, Exported().ToHashSet());

    private static IEnumerable<YamlNode> Rules() =>
        DeployFiles.Documents("prometheus/alerts.yaml").Single().At("groups").Elements().SelectMany(group => group.At("rules").Elements());

    private static IEnumerable<string> AlertExpressions() => Rules().Select(rule => rule.TextAt("expr")!);

    private static IEnumerable<string> PanelExpressions()
    {
        using var dashboard = JsonDocument.Parse(DeployFiles.Text("grafana/dashboard.json"));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!)];
    }

    /// <summary>By the rules of OpenTelemetry's Prometheus exporter: dots become underscores, a unit in braces is left out, seconds and bytes are added, and counters end in total.</summary>
    private static IEnumerable<string> Exported() => typeof(Metrics).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<System.Diagnostics.Metrics.Instrument>().SelectMany(instrument =>
        {
            var name = instrument.Name.Replace('.', '_') + instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
            var kind = instrument.GetType().Name;
            return kind.StartsWith("Counter", StringComparison.Ordinal) ? [name + "_total"]
                : kind.StartsWith("Histogram", StringComparison.Ordinal) ? [name + "_bucket", name + "_sum", name + "_count"]
                : new[] { name };
        });

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex("""\{([^{}"]|"[^"]*")*\}""")]
    private static partial Regex Labels();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("[a-z_][a-z_0-9]*")]
    private static partial Regex Name();
}
