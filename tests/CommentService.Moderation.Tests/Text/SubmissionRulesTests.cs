using CommentService.Moderation.Text;

namespace CommentService.Moderation.Tests.Text;

public sealed class SubmissionRulesTests
{
    [Theory]
    [InlineData(null, SubmissionRules.NameMissing)]
    [InlineData("", SubmissionRules.NameMissing)]
    [InlineData("\u200B\u2060", SubmissionRules.NameMissing)]
    [InlineData("Ann\nB", SubmissionRules.NameHasLineBreak)]
    [InlineData("Ann\u2028B", SubmissionRules.NameHasLineBreak)]
    [InlineData("Ann\tB", null)]
    [InlineData("👍", null)]
    public void Name_is_needed_on_one_line(string? name, string? message) => Assert.Equal(message, SubmissionRules.CheckName(name));

    [Fact]
    public void Name_of_eighty_characters_fits()
    {
        Assert.Null(SubmissionRules.CheckName(new string('x', 80)));
        Assert.Equal(SubmissionRules.NameTooLong, SubmissionRules.CheckName(new string('x', 81)));
    }

    [Fact]
    public void Comment_of_ten_thousand_characters_fits()
    {
        Assert.Equal(SubmissionRules.CommentMissing, SubmissionRules.CheckComment(""));
        Assert.Null(SubmissionRules.CheckComment(new string('x', 10_000)));
        Assert.Equal(SubmissionRules.CommentTooLong, SubmissionRules.CheckComment(new string('x', 10_001)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ann@example.org")]
    [InlineData("a.b+c_d@sub.example.co.uk")]
    [InlineData("o'neil@example.org")]
    [InlineData("zoë@bücher.example")]
    [InlineData("x@1and1.de")]
    public void Email_that_could_be_written_to_is_right(string? email) => Assert.Null(SubmissionRules.CheckEmail(email));

    [Theory]
    [InlineData("nope")]
    [InlineData("@example.org")]
    [InlineData("ann@")]
    [InlineData("ann@localhost")]
    [InlineData("ann@@example.org")]
    [InlineData("ann@b@example.org")]
    [InlineData("ann lee@example.org")]
    [InlineData(".ann@example.org")]
    [InlineData("ann.@example.org")]
    [InlineData("a..b@example.org")]
    [InlineData("ann@example..org")]
    [InlineData("ann@.org")]
    [InlineData("ann@example.org.")]
    [InlineData("ann@-example.org")]
    [InlineData("ann@example-.org")]
    [InlineData("ann@exam_ple.org")]
    [InlineData("ann@127.0.0.1")]
    [InlineData("Ann <ann@example.org>")]
    [InlineData("ann@exa\u200Bmple.org")]
    [InlineData("ann\n@example.org")]
    public void Anything_else_is_an_incorrect_email_address(string email) =>
        Assert.Equal("You have entered an incorrect email address!", SubmissionRules.CheckEmail(email));

    [Fact]
    public void Email_lengths_are_those_of_the_RFC()
    {
        Assert.Null(SubmissionRules.CheckEmail(new string('a', 64) + "@example.org"));
        Assert.NotNull(SubmissionRules.CheckEmail(new string('a', 65) + "@example.org"));
        Assert.NotNull(SubmissionRules.CheckEmail("a@" + string.Concat(Enumerable.Repeat("abcdefghi.", 25)) + "org"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://example.org")]
    [InlineData("HTTPS://example.org/a?b=c#d")]
    [InlineData("https://bücher.example/straße")]
    [InlineData("http://localhost:8080")]
    public void Website_is_a_web_address(string? website) => Assert.Null(SubmissionRules.CheckWebsite(website));

    [Theory]
    [InlineData("example.org")]
    [InlineData("//example.org")]
    [InlineData("ftp://example.org")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://")]
    [InlineData("http:example.org")]
    [InlineData("http://exa mple.org")]
    [InlineData("http://example.org/\"onclick=\"x")]
    [InlineData("http://example.org/<b>")]
    [InlineData("http://example.org/\u2028")]
    public void Anything_else_is_no_website(string website) => Assert.Equal(SubmissionRules.WebsiteInvalid, SubmissionRules.CheckWebsite(website));

    [Theory]
    [InlineData(null, true)]
    [InlineData("pt-BR", true)]
    [InlineData("en_GB", false)]
    [InlineData("ënglish", false)]
    public void Language_is_a_tag(string? language, bool isRight) => Assert.Equal(isRight ? null : SubmissionRules.LanguageInvalid, SubmissionRules.CheckLanguage(language));

    [Fact]
    public void Website_of_two_thousand_characters_fits()
    {
        Assert.Null(SubmissionRules.CheckWebsite("http://example.org/".PadRight(2_000, 'x')));
        Assert.NotNull(SubmissionRules.CheckWebsite("http://example.org/".PadRight(2_001, 'x')));
    }
}
