namespace CommentService.Moderation.Tests.Rules;

public sealed class EditorRulesTests
{
    [Theory]
    [InlineData("Jane Editor")]
    [InlineData("JANE  EDITOR")]
    [InlineData("Jаne Editοr")]
    [InlineData("J4ne Ed1tor")]
    [InlineData("Jane Editor (staff)")]
    [InlineData("The Moderator")]
    public void Name_that_looks_like_a_reserved_one_is_held(string name) =>
        Assert.Equal(["impersonation"], Policies.Judge("Hello", name, policy: Policies.Read("""{ "rules": { "impersonation": { "reservedNames": ["Jane Editor"] } } }""")).Rules());

    [Theory]
    [InlineData("Jane Editorial")]
    [InlineData("Mary-Jane Smith")]
    public void Other_names_pass(string name) =>
        Assert.Empty(Policies.Judge("Hello", name, policy: Policies.Read("""{ "rules": { "impersonation": { "reservedNames": ["Jane Editor"] } } }""")).Findings);

    [Theory]
    [InlineData("courts-17", "2026-11-01T00:00:00Z", true)]
    [InlineData("courts-17", "2027-02-01T00:00:00Z", false)]
    [InlineData("sports-17", "2026-11-01T00:00:00Z", false)]
    public void Term_is_held_on_its_articles_until_its_end(string article, string sent, bool held)
    {
        var policy = Policies.Read("""
            { "rules": { "article-terms": { "entries": [
              { "articles": ["courts-*"], "terms": ["John Doe"], "reason": "The court forbade the name.", "until": "2027-01-31T00:00:00Z" } ] } } }
            """);
        var input = new ModerationInput("Ann", "I know J0hn Doe") { ArticleId = article, SubmittedAt = DateTime.Parse(sent, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal) };
        var findings = policy.Judge(input, Facts.None).Findings;

        Assert.Equal(held ? ["“J0hn Doe” is not to be published on this article: The court forbade the name."] : [], findings.Select(finding => finding.Message));
    }

    [Theory]
    [InlineData("""{ "terms": [] }""", "terms", "at least one")]
    [InlineData("""{ "terms": ["a*b"] }""", "terms[0]", "word or phrase")]
    [InlineData("""{ "terms": ["a"], "articles": ["*x"] }""", "articles[0]", "article's id")]
    [InlineData("""{ "terms": ["a"], "until": "tomorrow" }""", "until", "RFC 3339")]
    [InlineData("""{ "terms": ["a"], "untill": "tomorrow" }""", "untill", "is unknown")]
    public void Mistake_in_an_entry_is_named_by_its_path(string entry, string member, string message) =>
        Assert.Contains(message, Policies.Errors($$"""{ "rules": { "article-terms": { "entries": [{{entry}}] } } }""")[$"$.rules.article-terms.entries[0].{member}"][0]);

    [Fact]
    public void Fourth_of_a_campaign_is_held()
    {
        Assert.Empty(Policies.Judge("Hello", facts: new() { SimilarRecent = 2 }).Findings);
        Assert.Equal(["campaign"], Policies.Judge("Hello", facts: new() { SimilarRecent = 3 }).Rules());
    }

    [Theory]
    [InlineData(40, 2, 3.0, true)]
    [InlineData(40, 2, 20.0, false)]
    [InlineData(29, 0, 0.0, false)]
    [InlineData(40, 20, 20.0, true)]
    public void Article_premoderates_itself_after_a_surge(int comments, int held, double usual, bool holds)
    {
        var policy = Policies.Read("""{ "rules": { "surge": { "mode": "enforce" } } }""");
        var facts = new Facts { Activity = new([new(1, 0), new(0, 0), new(comments, held)], usual) };

        Assert.Equal(holds ? ["surge"] : [], Policies.Judge("Hello", facts: facts, policy: policy).Rules());
        Assert.Empty(Policies.Judge("Hello", facts: facts).Findings);
    }

    [Theory]
    [InlineData("comment.links > 0 and author.approved = 0", true)]
    [InlineData("comment.links > 0 and author.approved > 0", false)]
    [InlineData("found.links or duplicate", false)]
    [InlineData("not found.links", true)]
    [InlineData("comment contains 'BUY é'", true)]
    [InlineData("name startsWith 'an' and (name.length < 3 or name = 'ann')", true)]
    [InlineData("honeypot = banned", true)]
    [InlineData("not not (found.suspect-words != honeypot)", false)]
    public void Condition_of_an_editor_holds(string when, bool holds)
    {
        var policy = Policies.Read(System.Text.Json.JsonSerializer.Serialize(new
        {
            rules = new { expression = new { conditions = new[] { new { when, message = "Says the editor." } } } },
        }));
        var findings = Policies.Judge("buy e at http://a.example", policy: policy).Findings;
        Assert.Equal(holds ? ["Says the editor."] : [], findings.Select(finding => finding.Message));
    }

    [Theory]
    [InlineData("", "at character 1: expected a value")]
    [InlineData("comment.links >", "at character 16: expected a value")]
    [InlineData("comment.link > 1", "at character 1: comment.link is no value")]
    [InlineData("comment.links", "expected a condition")]
    [InlineData("comment.links > 'a'", "at character 14: > cannot compare")]
    [InlineData("comment < 'a'", "cannot compare")]
    [InlineData("(honeypot", "expected )")]
    [InlineData("honeypot banned", "at character 10: expected and, or")]
    [InlineData("name = 'ann", "has no end")]
    [InlineData("found.expression", "no value")]
    public void Mistake_in_a_condition_is_named_with_its_place(string when, string message)
    {
        var errors = Policies.Errors(System.Text.Json.JsonSerializer.Serialize(new { rules = new { expression = new { conditions = new[] { new { when } } } } }));
        Assert.Contains(message, errors["$.rules.expression.conditions[0].when"].Single());
    }

    [Fact]
    public void Conditions_are_bounded()
    {
        string Error(string when) => Policies.Errors(System.Text.Json.JsonSerializer.Serialize(new { rules = new { expression = new { conditions = new[] { new { when } } } } }))["$.rules.expression.conditions[0].when"].Single();

        Assert.Contains("1000", Error(new string(' ', 1_001)));
        Assert.Contains("nested", Error(new string('(', 900)));
        Assert.Contains("nested", Error(string.Concat(Enumerable.Repeat("not ", 200)) + "honeypot"));
    }
}
