namespace CommentService.Moderation.Tests.Rules;

public sealed class PersonalDataRuleTests
{
    // Numbers that their issuers give as examples.
    [Theory]
    [InlineData("My card is 4111 1111 1111 1111, use it", "4111 1111 1111 1111")]
    [InlineData("5500-0000-0000-0004", "5500-0000-0000-0004")]
    [InlineData("pay to GB82 WEST 1234 5698 7654 32 please", "GB82 WEST 1234 5698 7654 32")]
    [InlineData("IBAN: DE89370400440532013000.", "DE89370400440532013000")]
    [InlineData("ring me on +44 20 7946 0018 tonight", "+44 20 7946 0018")]
    [InlineData("oder 0049 30 901820 anrufen", "0049 30 901820")]
    [InlineData("write to jo.bloggs@mail.example.com!", "jo.bloggs@mail.example.com")]
    public void Personal_data_holds_the_comment_with_its_place(string comment, string match)
    {
        var finding = Assert.Single(Policies.Judge(comment, policy: Only).Findings);
        Assert.Equal(("personal-data", FindingAction.Hold, match), (finding.Rule, finding.Action, Assert.Single(finding.Evidence).Match));
    }

    [Theory]
    [InlineData("4111 1111 1111 1112 and 1234 5678 9012 3456")]
    [InlineData("GB82 WEST 1234 5698 7654 33")]
    [InlineData("The vote was 1,234,567 to 890,123 in 2016-2020.")]
    [InlineData("ISBN 978-3-16-148410-0, DOI 10.1000/182, build 20261124.1")]
    [InlineData("My handle is @jo, and a@b is no address")]
    [InlineData("In 0000 0000 0000 0000 nobody lives")]
    [InlineData("020 7946 0018")]
    public void Other_numbers_pass(string comment) => Assert.Empty(Policies.Judge(comment, policy: Only).Findings);

    [Fact]
    public void Numbers_of_a_region_are_known_without_prefix() =>
        Assert.Equal(["personal-data"], Policies.Judge("call 020 7183 8750", policy: Policies.Read("""{ "rules": { "personal-data": { "phoneRegions": ["GB"] } } }""")).Rules());

    [Fact]
    public void Unknown_region_is_named() =>
        Assert.Contains("ISO 3166", Policies.Errors("""{ "rules": { "personal-data": { "phoneRegions": ["GB", "ZZ"] } } }""")["$.rules.personal-data.phoneRegions[1]"].Single());

    [Fact]
    public void Addresses_of_allowed_domains_pass() =>
        Assert.Empty(Policies.Judge("letters@ours.example.com", policy: Policies.Read("""{ "rules": { "personal-data": { "allowedDomains": ["example.com"] } } }""")).Findings);

    private static Policy Only { get; } = Policies.Read("""{ "rules": { "links": { "mode": "off" } } }""");
}
