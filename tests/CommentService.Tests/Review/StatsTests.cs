using System.Text.Json;
using CommentService.Tests.Running;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Review;

public sealed class StatsTests : IAsyncLifetime
{
    private const string OneLink = "See http://a.example/1";
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 10, 30, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Start);
    private TestService service = null!;
    private int count;

    public async ValueTask InitializeAsync() => service = await TestService.StartAsync(
        time: clock,
        policy: """{ "rules": { "links": { "mode": "shadow", "max": 0 }, "flood": { "mode": "off" } } }""");

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Nothing_at_all_is_all_zeros_and_every_bucket_is_there()
    {
        var stats = await StatsAsync("");
        Assert.Equal("""{"total":0,"approved":0,"held":0,"rejected":0}""", stats.GetProperty("submissions").GetRawText());
        Assert.Equal("""{"size":0,"oldestSubmittedAt":null,"oldestAgeSeconds":0}""", stats.GetProperty("queue").GetRawText());
        Assert.Equal("""{"count":0,"medianSeconds":null,"p95Seconds":null}""", stats.GetProperty("timeToDecision").GetRawText());
        Assert.Equal("hour", stats.GetProperty("bucket").GetString());
        Assert.Equal(25, stats.GetProperty("buckets").GetArrayLength());
        Assert.Equal(new DateTime(2026, 4, 30, 10, 0, 0, DateTimeKind.Utc), stats.GetProperty("buckets")[0].GetProperty("start").GetDateTime());
    }

    [Fact]
    public async Task Submissions_are_counted_by_the_rules_outcome_and_by_what_they_are_now()
    {
        await PostAsync("A fair point");
        clock.Advance(TimeSpan.FromHours(1));
        await PostAsync("Another fair point");
        await DecideAsync(await HoldAsync(), "approve");
        await HoldAsync();
        var stats = await StatsAsync("");
        Assert.Equal("""{"total":4,"approved":2,"held":2,"rejected":0}""", stats.GetProperty("submissions").GetRawText());
        Assert.Equal("""{"held":1,"approved":3,"rejected":0,"removed":0}""", stats.GetProperty("status").GetRawText());
        Assert.Equal([1, 3], stats.GetProperty("buckets").EnumerateArray().Select(bucket => bucket.GetProperty("total").GetInt32()).Where(total => total > 0));
        Assert.Equal("""{"start":"2026-05-01T11:00:00Z","total":3,"approved":1,"held":2,"rejected":0}""", stats.GetProperty("buckets")[24].GetRawText());
    }

    [Fact]
    public async Task Rules_are_counted_with_what_moderators_made_of_their_comments()
    {
        await DecideAsync(await HoldAsync(), "approve");
        await DecideAsync(await HoldAsync(), "reject");
        await HoldAsync();
        var rule = RuleOf(await StatsAsync(""), "shape");
        Assert.Equal((3, """{"approved":1,"rejected":1,"removed":0}"""), (rule.GetProperty("hits").GetInt32(), rule.GetProperty("decided").GetRawText()));
        Assert.Equal(0, rule.GetProperty("shadow").GetProperty("hits").GetInt32());
        Assert.Equal(0.5, rule.GetProperty("agreement").GetDouble());
    }

    [Fact]
    public async Task Shadow_findings_are_counted_apart_and_decide_nothing()
    {
        var id = await PostAsync(OneLink);
        await PostAsync(OneLink + " and more");
        Assert.Equal("approved", await service.SettledAsync(id));
        await DecideAsync(id, "remove");
        var rule = RuleOf(await StatsAsync(""), "links");
        Assert.Equal(0, rule.GetProperty("hits").GetInt32());
        Assert.Equal("""{"hits":2,"decided":{"approved":0,"rejected":0,"removed":1},"wouldHold":2,"wouldReject":0}""", rule.GetProperty("shadow").GetRawText());
    }

    [Fact]
    public async Task Queue_has_its_size_and_age_after_every_change()
    {
        var first = await HoldAsync();
        clock.Advance(TimeSpan.FromMinutes(10));
        var second = await HoldAsync();
        var at = (await SeenAsync(first)).GetProperty("submittedAt").GetDateTime();
        await QueueIsAsync(2, at);
        await DecideAsync(first, "approve");
        await QueueIsAsync(1, (await SeenAsync(second)).GetProperty("submittedAt").GetDateTime());
        await DecideAsync(first, "hold");
        await QueueIsAsync(2, at);
        await HoldAsync();
        await QueueIsAsync(3, at);
    }

    [Fact]
    public async Task Time_to_decision_is_that_of_the_first_decision_by_a_moderator()
    {
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(await HoldAsync());
        }

        foreach (var id in ids)
        {
            var submitted = (await SeenAsync(id)).GetProperty("submittedAt").GetDateTime();
            clock.SetUtcNow(new DateTimeOffset(clock.GetUtcNow() > submitted.AddHours(1) ? clock.GetUtcNow().UtcDateTime : submitted.AddHours(1)).AddMinutes(1));
            await DecideAsync(id, "approve");
        }

        // A second decision on the same comment does not count.
        clock.Advance(TimeSpan.FromHours(2));
        await DecideAsync(ids[0], "remove");
        var expected = new List<double>();
        foreach (var id in ids)
        {
            var seen = await SeenAsync(id);
            expected.Add((seen.GetProperty("history")[1].GetProperty("at").GetDateTime() - seen.GetProperty("submittedAt").GetDateTime()).TotalSeconds);
        }

        var times = (await StatsAsync("")).GetProperty("timeToDecision");
        Assert.Equal((20, expected.Order().ElementAt(9), expected.Order().ElementAt(18)), (
            times.GetProperty("count").GetInt32(), times.GetProperty("medianSeconds").GetDouble(), times.GetProperty("p95Seconds").GetDouble()));
    }

    [Fact]
    public async Task Range_goes_by_the_time_of_submission_from_the_first_moment_to_before_the_last()
    {
        var id = await PostAsync("A fair point");
        var at = (await SeenAsync(id)).GetProperty("submittedAt").GetDateTime();
        Assert.Equal(1, Total(await StatsAsync($"from={Text(at)}&to={Text(at.AddMilliseconds(1))}")));
        Assert.Equal(0, Total(await StatsAsync($"from={Text(at.AddHours(-1))}&to={Text(at)}")));
        Assert.Equal(0, Total(await StatsAsync($"from={Text(at.AddMilliseconds(1))}&to={Text(at.AddHours(1))}")));
        var days = await StatsAsync($"from={Text(at.AddDays(-3))}&bucket=day");
        Assert.Equal(4, days.GetProperty("buckets").GetArrayLength());
        Assert.Equal("2026-05-01T00:00:00Z", days.GetProperty("buckets")[3].GetProperty("start").GetString());
    }

    [Theory]
    [InlineData("bucket=week", "bucket")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=tomorrow", "to")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from")]
    [InlineData("from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z", "from")]
    [InlineData("from=0001-01-01T00:00:00Z&bucket=day", "from")]
    public async Task Bad_parameter_is_refused_by_its_name(string query, string field) =>
        (await service.ModerationAsync(HttpMethod.Get, "/stats?" + query)).Refuses(field);

    [Fact]
    public async Task Earliest_and_latest_moments_break_nothing()
    {
        Assert.Equal(200, (await service.ModerationAsync(HttpMethod.Get, "/stats?to=0001-01-01T00:00:01Z")).Status);
        Assert.Equal(200, (await service.ModerationAsync(HttpMethod.Get, "/stats?to=9999-12-31T23:59:59Z")).Status);
    }

    private static string Text(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);

    private static int Total(JsonElement stats) => stats.GetProperty("submissions").GetProperty("total").GetInt32();

    private static JsonElement RuleOf(JsonElement stats, string name) => stats.GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("rule").GetString() == name);

    private async Task QueueIsAsync(int size, DateTime oldest)
    {
        var queue = (await StatsAsync("")).GetProperty("queue");
        Assert.Equal((size, oldest, (clock.GetUtcNow().UtcDateTime - oldest).TotalSeconds), (
            queue.GetProperty("size").GetInt32(), queue.GetProperty("oldestSubmittedAt").GetDateTime(), queue.GetProperty("oldestAgeSeconds").GetDouble()));
    }

    private Task<string> PostAsync(string text)
    {
        count++;
        return service.PostSettledAsync($"article-{count}", $"Ann{count}", text);
    }

    /// <summary>A comment whose shape holds it.</summary>
    private async Task<string> HoldAsync()
    {
        count++;
        var id = await service.PostSettledAsync($"article-{count}", $"Ann {count}", $"So{new string('o', 30)} {count}");
        Assert.Equal("held", await service.SettledAsync(id));
        return id;
    }

    private Task DecideAsync(string id, string decision) => service.DecideAsync(id, decision);

    private async Task<JsonElement> SeenAsync(string id) => (await service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Json;

    private async Task<JsonElement> StatsAsync(string query)
    {
        // What was sent in this very millisecond is not before now.
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await service.ModerationAsync(HttpMethod.Get, "/stats?" + query);
        Assert.True(answer.Status == 200, answer.ToString());
        return answer.Json;
    }
}
