using CommentService.Tests.Running;

namespace CommentService.Tests.Intake;

/// <summary>What is stored and shown of a text, and how long it may be.</summary>
public sealed class SubmittedTextTests(SharedService shared) : IClassFixture<SharedService>
{
    private const string NameTooLong = "Please enter a name of at most 80 characters";
    private const string CommentTooLong = "Please enter a comment of at most 10,000 characters";
    private const string Family = "👨‍👩‍👧‍👦";

    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    [Theory]
    [InlineData("  trimmed \n\t", "trimmed")]
    [InlineData("one\r\ntwo\ttabs", "one\ntwo\ttabs")]
    [InlineData("a\u0000b\u0007c\u007Fd\u0085e", "abcde")]
    [InlineData("\u202Eright\u202C to \u2066left\u2069", "right to left")]
    [InlineData("Cafe\u0301 \u1112\u1161\u11AB", "Café 한")]
    [InlineData("\u0000 trimmed after cleaning \u202E ", "trimmed after cleaning")]
    [InlineData("no\uFFFEcharacters\uFFFF", "no\uFFFDcharacters\uFFFF")]
    [InlineData("👍🏽 " + Family + " ﷽", "👍🏽 " + Family + " ﷽")]
    public async Task Text_is_shown_cleaned(string sent, string shown)
    {
        await service.PostSettledAsync(article, "Ann", sent);

        Assert.Equal(shown, Assert.Single((await service.CommentsAsync(article)).Items).GetProperty("comment").GetString());
    }

    [Fact]
    public async Task Name_is_shown_cleaned()
    {
        await service.PostSettledAsync(article, " \u202E Jose\u0301\u0000 ", "Who am I?");

        Assert.Equal("José", Assert.Single((await service.CommentsAsync(article)).Items).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("Ann\nBob")]
    [InlineData("Ann\r\nBob")]
    [InlineData("Ann\u2028Bob")]
    public async Task Name_has_no_line_breaks(string name) => (await service.PostAsync(article, name, "x")).Refuses("name", "Please enter your name on one line");

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("e\u0301")]
    [InlineData("👍🏽")]
    [InlineData("🇵🇹")]
    public async Task Name_has_at_most_80_characters_as_readers_count_them(string character)
    {
        Assert.Equal(202, (await service.PostAsync(article, Times(character, 80), "Eighty.")).Status);
        (await service.PostAsync(article, Times(character, 81), "Eighty-one.")).Refuses("name", NameTooLong);
    }

    [Fact]
    public async Task White_space_around_a_name_does_not_count() =>
        Assert.Equal(202, (await service.PostAsync(article, Times(" ", 500) + Times("x", 80) + Times("\u3000", 500), "Trimmed.")).Status);

    [Fact]
    public async Task Name_has_at_most_four_code_points_to_an_allowed_character_in_all()
    {
        // A family is one character of seven code points; 45 of them are 315 of the 320 that 80 characters may have.
        Assert.Equal(202, (await service.PostAsync(article, Times(Family, 45), "Many families.")).Status);
        (await service.PostAsync(article, Times(Family, 46), "One family too many.")).Refuses("name", NameTooLong);
    }

    [Fact]
    public async Task Comment_has_at_most_10_000_characters()
    {
        Assert.Equal(202, (await service.PostAsync(article, "Ann", Times("ä", 10_000))).Status);
        (await service.PostAsync(article, "Ann", Times("ä", 10_001))).Refuses("comment", CommentTooLong);
    }

    [Fact]
    public async Task Comment_of_stacked_marks_is_too_long_by_code_points()
    {
        Assert.Equal(202, (await PostFormAsync("x" + Times("\u0301", 39_999))).Status);
        (await PostFormAsync("x" + Times("\u0301", 40_000))).Refuses("comment", CommentTooLong);
    }

    [Fact]
    public async Task Longest_comment_of_emoji_fits_into_a_form()
    {
        var answer = await PostFormAsync(Times("👍🏽", 10_000));

        Assert.Equal(202, answer.Status);
        Assert.NotEqual("queued", await service.SettledAsync(answer.Id));
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("@example.org")]
    [InlineData("ann@")]
    [InlineData("ann@localhost")]
    [InlineData("ann@exa mple.org")]
    [InlineData("a..b@example.org")]
    [InlineData("ann@example.org\nBcc: all@example.org")]
    [InlineData("\"quoted\"@example.org")]
    [InlineData("ann@-example.org")]
    public async Task Email_must_be_an_address(string email) =>
        (await service.PostAsync(article, "Ann", "x", new { email })).Refuses("email", "You have entered an incorrect email address!");

    [Theory]
    [InlineData("")]
    [InlineData("  ann+news@mail.example.org ")]
    [InlineData("jösé@exämple.org")]
    public async Task Email_is_optional_and_may_be_of_any_script(string email) =>
        Assert.Equal(202, (await service.PostAsync(article, "Ann", $"From {email}.", new { email })).Status);

    [Theory]
    [InlineData("example.org")]
    [InlineData("/path")]
    [InlineData("//example.org")]
    [InlineData("ftp://example.org")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("https://")]
    [InlineData("https://example.org/\"onclick=alert(1)")]
    [InlineData("https://exam ple.org")]
    public async Task Website_must_be_an_absolute_web_address(string website) =>
        (await service.PostAsync(article, "Ann", "x", new { website })).Refuses("website", "Please enter a web address that starts with http:// or https://");

    [Fact]
    public async Task Website_is_shown_as_it_was_sent()
    {
        await service.PostSettledAsync(article, "Ann", "See my page.", new { website = " https://ann.example/me?x=1&y=2 " });
        await service.PostSettledAsync(article, "Bob", "I have none.", new { website = "" });

        var items = (await service.CommentsAsync(article)).Items;
        Assert.Equal("https://ann.example/me?x=1&y=2", items[0].GetProperty("website").GetString());
        Assert.False(items[1].TryGetProperty("website", out _));
    }

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private Task<Answer> PostFormAsync(string comment) => service.PostFormAsync(
        TestService.PathOf(article), new Dictionary<string, string?> { ["name"] = "Ann", ["comment"] = comment }, ("Accept", "application/json"));
}
