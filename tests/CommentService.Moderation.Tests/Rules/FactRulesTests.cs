namespace CommentService.Moderation.Tests.Rules;

public sealed class FactRulesTests
{
    [Theory]
    [InlineData(AuthorIdentity.Email, Outcome.Reject)]
    [InlineData(AuthorIdentity.NameAndAddress, Outcome.Reject)]
    [InlineData(AuthorIdentity.Name, Outcome.Hold)]
    public void Own_text_again_is_rejected_unless_only_the_name_is_known(AuthorIdentity author, Outcome outcome) =>
        Assert.Equal(outcome, Judge(new() { Author = author, DuplicateBySameAuthor = true }).Outcome);

    [Fact]
    public void Text_of_another_is_held() => Assert.Equal(Outcome.Hold, Judge(new() { DuplicateByOther = true }).Outcome);

    [Theory]
    [InlineData(9, 29, Outcome.Approve)]
    [InlineData(10, 0, Outcome.Hold)]
    [InlineData(0, 30, Outcome.Hold)]
    public void Eleventh_by_an_author_and_thirty_first_from_an_address_are_held(int byAuthor, int byAddress, Outcome outcome) =>
        Assert.Equal(outcome, Judge(new() { RecentByAuthor = byAuthor, RecentByAddress = byAddress, RecentOnArticle = 5_000 }).Outcome);

    [Theory]
    [InlineData(BanKind.Author, Outcome.Reject)]
    [InlineData(BanKind.Email, Outcome.Reject)]
    [InlineData(BanKind.Address, Outcome.Reject)]
    [InlineData(BanKind.Name, Outcome.Hold)]
    public void Ban_rejects_unless_it_is_of_a_name(BanKind kind, Outcome outcome)
    {
        var verdict = Judge(new() { Bans = [new BanFact(BanKind.Name, null), new BanFact(kind, "spam ring")] });
        Assert.Equal(outcome, verdict.Outcome);
    }

    [Theory]
    [InlineData(3, 7, Outcome.Hold)]
    [InlineData(2, 8, Outcome.Approve)]
    [InlineData(9, 0, Outcome.Approve)]
    public void Author_with_thirty_percent_rejected_is_held(int rejected, int approved, Outcome outcome)
    {
        var history = Enumerable.Repeat(PastOutcome.Rejected, rejected).Concat(Enumerable.Repeat(PastOutcome.Approved, approved)).Append(PastOutcome.Held);
        Assert.Equal(outcome, Judge(new() { Author = AuthorIdentity.Email, History = [.. history] }).Outcome);
    }

    [Fact]
    public void New_author_is_held_until_one_comment_was_approved()
    {
        var policy = Policies.Read("""{ "rules": { "new-author": { "mode": "enforce" } } }""");
        Facts Known(AuthorIdentity author) => new() { Author = author, History = [PastOutcome.Approved] };

        Assert.Equal(Outcome.Hold, Policies.Judge("Hello", policy: policy, facts: new() { Author = AuthorIdentity.Email }).Outcome);
        Assert.Equal(Outcome.Approve, Policies.Judge("Hello", policy: policy, facts: Known(AuthorIdentity.Email)).Outcome);
        Assert.Equal(Outcome.Hold, Policies.Judge("Hello", policy: policy, facts: Known(AuthorIdentity.Name)).Outcome);
    }

    [Fact]
    public void Filled_honeypot_holds() =>
        Assert.Equal(Outcome.Hold, Policy.BuiltIn.Judge(new("Ann", "Hi", HoneypotFilled: true), Facts.None).Outcome);

    private static Verdict Judge(Facts facts) => Policies.Judge("Hello", facts: facts);
}
