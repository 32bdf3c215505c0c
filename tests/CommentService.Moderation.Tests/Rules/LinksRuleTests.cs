namespace CommentService.Moderation.Tests.Rules;

public sealed class LinksRuleTests
{
    [Fact]
    public void Third_link_holds_the_comment()
    {
        Assert.Equal(Outcome.Approve, Policies.Judge("http://a.example and www.b.example").Outcome);
        var verdict = Policies.Judge("http://a.example and www.b.example and c.com");
        Assert.Equal(Outcome.Hold, verdict.Outcome);
        Assert.Equal(["http://a.example", "www.b.example", "c.com"], Assert.Single(verdict.Findings).Evidence.Select(e => e.Match));
    }

    [Theory]
    [InlineData("example dot com")]
    [InlineData("example(.)com")]
    [InlineData("hxxp://example.org")]
    public void Disguised_link_holds_the_comment(string link)
    {
        Assert.Equal(Outcome.Hold, Policies.Judge($"See {link} now").Outcome);
        var policy = Policies.Read("""{ "rules": { "links": { "holdDisguised": false } } }""");
        Assert.Equal(Outcome.Approve, Policies.Judge($"See {link} now", policy: policy).Outcome);
    }

    [Fact]
    public void Link_in_the_name_holds_the_comment() => Assert.Contains("links", Policies.Judge("Hello", name: "cheap.com").Rules());

    [Theory]
    [InlineData("http://spam.example/x", Outcome.Reject)]
    [InlineData("https://www.sub.SPAM.example", Outcome.Reject)]
    [InlineData("http://notspam.example", Outcome.Approve)]
    [InlineData("http://spam.example.org", Outcome.Approve)]
    public void Blocked_domain_rejects_with_all_below_it(string link, Outcome outcome)
    {
        var policy = Policies.Read("""{ "rules": { "links": { "blockedDomains": ["spam.example"] } } }""");
        Assert.Equal(outcome, Policies.Judge(link, policy: policy).Outcome);
        Assert.Equal(outcome, policy.Judge(new("Ann", "Hi", Website: link), Facts.None).Outcome);
    }

    [Fact]
    public void Allowed_domains_do_not_count()
    {
        var policy = Policies.Read("""{ "rules": { "links": { "max": 0, "allowedDomains": ["ours.example"] } } }""");
        Assert.Equal(Outcome.Approve, Policies.Judge("http://www.ours.example/a http://ours.example/b", policy: policy).Outcome);
        Assert.Equal(Outcome.Hold, Policies.Judge("http://theirs.example", policy: policy).Outcome);
    }

    [Fact]
    public void Shortener_holds_and_known_spam_site_rejects_unless_switched_off()
    {
        var known = Policies.Read("""{ "rules": { "spam": { "mode": "off" } } }""");
        Assert.Equal(Outcome.Hold, Policies.Judge("see https://bit.ly/2Ab3Cd", policy: known).Outcome);
        Assert.Equal(Outcome.Reject, Policies.Judge("see https://www.1xbet.com/promo", policy: known).Outcome);
        var policy = Policies.Read("""{ "rules": { "links": { "holdShorteners": false, "blockKnown": false }, "spam": { "mode": "off" } } }""");
        Assert.Equal(Outcome.Approve, Policies.Judge("see https://bit.ly/2Ab3Cd https://www.1xbet.com/promo", policy: policy).Outcome);
    }
}
