using System.Globalization;
using HdrHistogram;

namespace CommentService.Load.Measuring;

/// <summary>Milliseconds.</summary>
internal sealed record Percentiles(double P50, double P90, double P99, double P999, double Max)
{
    public static Percentiles Of(LongHistogram microseconds) => new(
        At(microseconds, 50), At(microseconds, 90), At(microseconds, 99), At(microseconds, 99.9),
        microseconds.TotalCount == 0 ? 0 : microseconds.GetMaxValue() / 1000.0);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"p50 {P50:0.00}  p90 {P90:0.00}  p99 {P99:0.00}  p99.9 {P999:0.00}  max {Max:0.00} ms");

    private static double At(LongHistogram microseconds, double percentile) =>
        microseconds.TotalCount == 0 ? 0 : microseconds.GetValueAtPercentile(percentile) / 1000.0;
}
