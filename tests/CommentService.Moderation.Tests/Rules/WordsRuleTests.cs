namespace CommentService.Moderation.Tests.Rules;

public sealed class WordsRuleTests
{
    private static readonly Policy ListsAlone = Policies.Read("""{ "rules": { "spam": { "mode": "off" }, "abuse": { "mode": "off" } } }""");

    [Theory]
    [InlineData("bad", "So BAD!")]
    [InlineData("bad", "_bäd_")]
    [InlineData("bad", "b\u200Bad")]
    [InlineData("bad*", "badly done")]
    [InlineData("*bad", "superbad")]
    [InlineData("*bad*", "superbadly")]
    [InlineData("two words", "two \n\t words")]
    [InlineData("18+", "only 18+ here")]
    [InlineData("坏", "你坏了")]
    [InlineData("плохой", "ПЛОХОЙ.")]
    public void Term_is_found_as_a_word(string term, string comment) =>
        Assert.Equal(["blocked-words"], Policies.Judge(comment, policy: Policies.Blocking([term])).Rules());

    [Theory]
    [InlineData("bad", "badly, superbad, bad1, bádly")]
    [InlineData("bad*", "superbad")]
    [InlineData("*bad", "badly")]
    [InlineData("two words", "twowords, two, words")]
    [InlineData("плохой", "неплохой")]
    public void Longer_word_that_holds_a_term_is_left_alone(string term, string comment) =>
        Assert.Empty(Policies.Judge(comment, policy: Policies.Blocking([term])).Findings);

    [Fact]
    public void Exception_spares_the_term_inside_it_and_no_other()
    {
        var policy = Policies.Blocking(["chink", "bad*"], "chink in", "badminton");

        Assert.Empty(Policies.Judge("A chink in the armour of badminton", policy: policy).Findings);
        var evidence = Assert.Single(Policies.Judge("A chink in the chink", policy: policy).Findings).Evidence;
        Assert.Equal(15, Assert.Single(evidence).Start);
    }

    [Fact]
    public void Evidence_is_the_original_text()
    {
        var finding = Assert.Single(Policies.Judge("😀 Ｂá\u200Bd!", policy: Policies.Blocking(["bad"])).Findings);

        Assert.Equal(new Evidence(SubmissionField.Comment, 3, 4, "Ｂá\u200Bd"), Assert.Single(finding.Evidence));
        Assert.Equal("Contains a blocked word: “Ｂá\u200Bd”.", finding.Message);
    }

    [Fact]
    public void Every_field_is_looked_into()
    {
        var input = new ModerationInput("Bad", "bad", "bad@example.org", "http://bad.example");
        var finding = Assert.Single(Policies.Blocking(["bad"]).Judge(input, Facts.None).Findings);

        Assert.Equal(Enum.GetValues<SubmissionField>(), finding.Evidence.Select(e => e.Field));
    }

    [Fact]
    public void List_for_another_language_abstains_and_says_so()
    {
        var policy = Policies.Read("""
            { "lists": { "de": { "terms": ["mist"], "language": "de" } },
              "rules": { "blocked-words": { "lists": ["de"] } } }
            """);

        Assert.Equal(Outcome.Reject, policy.Judge(new("Ann", "Mist!", Language: "de-AT"), Facts.None).Outcome);
        Assert.Equal(Outcome.Reject, policy.Judge(new("Ann", "Mist!"), Facts.None).Outcome);
        var verdict = policy.Judge(new("Ann", "Mist!", Language: "en"), Facts.None);
        Assert.Equal(Outcome.Approve, verdict.Outcome);
        Assert.Equal(FindingAction.None, Assert.Single(verdict.Findings).Action);
    }

    [Theory]
    [InlineData("Scunthorpe, Penistone, Clitheroe, Lightwater and Cockermouth are in England.")]
    [InlineData("Mr Dickens, Mrs Cockburn, Dr Hancock, Ms Cummings and Prof. Wankel met Matt Babcock.")]
    [InlineData("The assassin passed the class, analysed a document and assumed a cocktail.")]
    public void Harmless_names_and_words_pass(string comment) => Assert.Empty(Policies.Judge(comment).Findings);

    [Theory]
    [InlineData("The council built two dykes to keep the town dry.", Outcome.Approve)]
    [InlineData("The clinic wrote that \"shemale\" is a word which its doctors do not use.", Outcome.Approve)]
    [InlineData("Only a pillock like you would write such stupid rubbish, you idiot.", Outcome.Reject)]
    [InlineData("What a p1ll0ck", Outcome.Hold)]
    public void Doubtful_word_passes_where_the_classifiers_see_no_harm_and_rejects_where_they_do(string comment, Outcome outcome) =>
        Assert.Equal(outcome, Policies.Judge(comment).Outcome);

    [Fact]
    public void Word_of_an_editors_own_list_counts_whatever_its_sense() =>
        Assert.Equal(Outcome.Hold, Policies.Judge("The council built two dykes to keep the town dry.", policy: Policies.Read(
            """{ "lists": { "mine": { "terms": ["dykes"] } }, "rules": { "suspect-words": { "lists": ["mine"] } } }""")).Outcome);

    [Theory]
    [InlineData("Why don't you kill yourself", Outcome.Reject)]
    [InlineData("What a fucking joke", Outcome.Reject)]
    [InlineData("What a pillock", Outcome.Hold)]
    [InlineData("They called her a \"filthy whore\" on the train", Outcome.Hold)]
    [InlineData("Buy viagra", Outcome.Hold)]
    public void Built_in_lists_catch_the_worst(string comment, Outcome outcome) => Assert.Equal(outcome, Policies.Judge(comment, policy: ListsAlone).Outcome);
}
