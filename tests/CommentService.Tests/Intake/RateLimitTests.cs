using System.Globalization;
using CommentService.Tests.Running;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Intake;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Client_over_the_limit_is_429_with_a_time_to_wait()
    {
        await using var service = await StartAsync(perClient: 2);
        Assert.Equal(202, (await PostAsync(service, "203.0.113.1")).Status);
        Assert.Equal(202, (await PostAsync(service, "203.0.113.1")).Status);

        var refused = (await PostAsync(service, "203.0.113.1")).IsProblem(429, "too-many-requests");

        Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(202, (await PostAsync(service, "203.0.113.2")).Status);
    }

    [Fact]
    public async Task Client_is_let_through_again_after_the_time_that_it_was_told_to_wait()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        await using var service = await StartAsync(perClient: 1, time: clock);
        Assert.Equal(202, (await PostAsync(service, "203.0.113.1")).Status);
        clock.Advance(TimeSpan.FromSeconds(14.5));

        var wait = int.Parse((await PostAsync(service, "203.0.113.1")).IsProblem(429).Header("Retry-After")!, CultureInfo.InvariantCulture);

        Assert.InRange(wait, 36, 46);
        clock.Advance(TimeSpan.FromSeconds(wait - 1));
        (await PostAsync(service, "203.0.113.1")).IsProblem(429);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(202, (await PostAsync(service, "203.0.113.1")).Status);
    }

    [Fact]
    public async Task Addresses_of_one_IPv6_network_share_a_limit()
    {
        await using var service = await StartAsync(perClient: 1);

        Assert.Equal(202, (await PostAsync(service, "2001:db8:0:1::1")).Status);
        (await PostAsync(service, "2001:db8:0:1:ffff::2")).IsProblem(429);
        Assert.Equal(202, (await PostAsync(service, "2001:db8:0:2::1")).Status);
    }

    [Fact]
    public async Task IPv4_address_is_the_same_client_when_it_is_written_as_IPv6()
    {
        await using var service = await StartAsync(perClient: 1);

        Assert.Equal(202, (await PostAsync(service, "203.0.113.1")).Status);
        (await PostAsync(service, "::ffff:203.0.113.1")).IsProblem(429);
        Assert.Equal(202, (await PostAsync(service, "::ffff:203.0.113.2")).Status);
    }

    [Fact]
    public async Task Forwarded_address_of_an_untrusted_sender_is_not_believed()
    {
        await using var service = await StartAsync(perClient: 1, trusted: "192.0.2.1");

        Assert.Equal(202, (await PostAsync(service, "203.0.113.1")).Status);
        (await PostAsync(service, "203.0.113.2")).IsProblem(429);
    }

    [Fact]
    public async Task Client_cannot_pretend_another_address_before_a_trusted_proxy()
    {
        await using var service = await StartAsync(perClient: 1);

        Assert.Equal(202, (await PostAsync(service, "198.51.100.1, 203.0.113.1")).Status);
        (await PostAsync(service, "198.51.100.2, 203.0.113.1")).IsProblem(429);
    }

    [Fact]
    public async Task Article_has_a_limit_of_its_own_for_all_clients()
    {
        await using var service = await StartAsync(perArticle: 2);
        Assert.Equal(202, (await PostAsync(service, "203.0.113.1")).Status);
        Assert.Equal(202, (await PostAsync(service, "203.0.113.2")).Status);

        Assert.NotNull((await PostAsync(service, "203.0.113.3")).IsProblem(429).Header("Retry-After"));
        Assert.Equal(202, (await PostAsync(service, "203.0.113.3", "b")).Status);
    }

    [Fact]
    public async Task Form_over_the_limit_comes_back_filled_in()
    {
        await using var service = await StartAsync(perClient: 1);
        var fields = new Dictionary<string, string?> { ["name"] = "Ann", ["comment"] = "Patience." };
        await service.PostFormAsync(TestService.PathOf("a"), fields);

        var answer = await service.PostFormAsync(TestService.PathOf("a"), fields);

        Assert.Equal("Patience.", SentPage.Of(answer, 429).Fields["comment"]);
        Assert.NotNull(answer.Header("Retry-After"));
    }

    [Fact]
    public async Task Thirty_a_minute_are_the_default_and_reading_is_not_counted()
    {
        await using var service = await StartAsync(perClient: null);
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(202, (await PostAsync(service, "203.0.113.1")).Status);
        }

        (await PostAsync(service, "203.0.113.1")).IsProblem(429);
        Assert.Equal(200, (await service.CommentsAsync("a", "", ("X-Forwarded-For", "203.0.113.1"))).Status);
    }

    private static Task<TestService> StartAsync(int? perClient = 0, int perArticle = 0, string trusted = "127.0.0.0/8", TimeProvider? time = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Comments:TrustedProxies"] = trusted,
            ["Comments:RateLimit:PerArticlePerMinute"] = perArticle.ToString(CultureInfo.InvariantCulture),
            // As if it were not set.
            ["Comments:RateLimit:PerClientPerMinute"] = (perClient ?? 30).ToString(CultureInfo.InvariantCulture),
        };
        return TestService.StartAsync(settings, time);
    }

    private static Task<Answer> PostAsync(TestService service, string forwardedFor, string article = "a") =>
        service.PostAsync(article, "Ann", "Am I too fast?", null, ("X-Forwarded-For", forwardedFor));
}
