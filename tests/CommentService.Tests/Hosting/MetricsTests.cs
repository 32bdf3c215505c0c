using CommentService.Tests.Running;

namespace CommentService.Tests.Hosting;

public sealed class MetricsTests(SharedService shared) : IClassFixture<SharedService>
{
    [Fact]
    public async Task Service_counts_what_it_takes_refuses_judges_and_decides()
    {
        var service = shared.Service;
        var id = await service.PostSettledAsync("metrics-article", "Ann", SharedService.HeldText);
        await service.PostAsync("metrics-article", "", "");
        await service.DecideAsync(id, "approve");
        string[] measures =
        [
            "comments_submissions_accepted_total", "comments_submissions_refused_total", "reason=\"validation\"", "comments_verdicts_total", "outcome=\"hold\"",
            "comments_findings_total", "rule=\"links\"", "comments_decisions_total", "decision=\"approved\"", "comments_batch_duration_seconds_bucket", "comments_batch_size_bucket",
            "http_server_request_duration_seconds",
        ];
        var scraped = await Eventually.SeesAsync(
            () => service.GetAsync("/metrics"), seen => Array.TrueForAll(measures, measure => seen.Text.Contains(measure, StringComparison.Ordinal)), string.Join(' ', measures));
        Assert.Equal("text/plain", scraped.ContentType);
        // A tag has few values: no article, person or id.
        Assert.DoesNotContain("metrics-article", scraped.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(id, scraped.Text, StringComparison.Ordinal);
    }
}
