using CommentService.Contracts;
using CommentService.Messaging;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Tests.Worker;

/// <summary>What comes through the queue need not come from intake.</summary>
public sealed class RevalidationTests : WorkerTest
{
    public static TheoryData<string, Func<Submission, Submission>> Unsound => new()
    {
        { "name", s => s with { Name = "Ann\nReader" } },
        { "name", s => s with { Name = new string('x', 81) } },
        { "name", s => s with { Name = " Ann\u202E" } },
        { "comment", s => s with { Comment = new string('x', 10_001) } },
        { "comment", s => s with { Comment = "A \0fair point. " } },
        { "email", s => s with { Email = "nobody" } },
        { "website", s => s with { Website = "javascript:alert(1)" } },
        { "website", s => s with { Website = "" } },
        { "language", s => s with { Language = "<b>" } },
        { "articleTitle", s => s with { ArticleTitle = new string('x', 301) } },
        { "articleUrl", s => s with { ArticleUrl = "file:///etc" } },
        { "authorIdentity", s => s with { AuthorIdentity = 7 } },
        { "name, website", s => s with { Name = "\uD800x", Website = "ftp://x.example" } },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public async Task What_intake_would_not_have_taken_is_held_mended_and_says_so(string fields, Func<Submission, Submission> spoil)
    {
        var (unsound, sound) = (spoil(Bench.Submission("A fair point.")), Bench.Submission("Another point.", name: "Ben"));
        await Bench.ProcessAsync(unsound, sound);
        await Bench.IsAsync(CommentStatus.Held, unsound, "service");
        await Bench.IsAsync(CommentStatus.Approved, sound);
        Assert.EndsWith($": {fields}.", (await Bench.FindingsAsync(unsound.Id))[0].Message, StringComparison.Ordinal);
        var stored = await Bench.CommentAsync(unsound.Id);
        Assert.Equal((null, null, null), (stored.Email, stored.Website, stored.Language));
        Assert.DoesNotContain(stored.Name + stored.Text, c => c is '\0' or '\u202E' || char.IsSurrogate(c));
        Assert.True(Enum.IsDefined(stored.AuthorIdentity));
        await using var db = Bench.Database.OpenRead();
        Assert.All(await db.Articles.ToListAsync(Test.Cancellation), article => Assert.Equal((null, null), (article.Title, article.Url)));
    }

    public static TheoryData<string, Func<Submission, Submission>> NoComment => new()
    {
        { "an article that cannot be", s => s with { ArticleId = "no/article" } },
        { "no article", s => s with { ArticleId = null! } },
        { "no name", s => s with { Name = null! } },
        { "nothing but a control character", s => s with { Comment = "\u0001" } },
        { "more than any body holds", s => s with { Comment = new string('x', 300_000) } },
    };

    [Theory]
    [MemberData(nameof(NoComment))]
    public async Task What_is_no_comment_becomes_a_dead_letter_as_it_was(string what, Func<Submission, Submission> spoil)
    {
        var (unsound, sound) = (spoil(Bench.Submission("A fair point.", email: "ann@example.org")), Bench.Submission("Another point."));
        await Bench.ProcessAsync(sound, unsound);
        await Bench.IsAsync(CommentStatus.Approved, sound);
        await using var db = Bench.Database.OpenRead();
        var letter = await db.DeadLetters.SingleAsync(Test.Cancellation);
        Assert.True(SubmissionBody.Write(unsound).SequenceEqual(letter.Body), what);
        Assert.Equal(1, await db.Comments.CountAsync(Test.Cancellation));
    }

    [Fact]
    public async Task All_that_intake_takes_is_sound()
    {
        var id = await Bench.Service.PostSettledAsync(
            "article", "Zoë 👍🏽 o\u2019Neil", "ภาษา 漢字\n\n\te\u0301\0", new { email = "zoë@bücher.example", website = "https://bücher.example/straße", language = "pt-BR", articleTitle = new string('x', 400), articleUrl = "http://127.0.0.1/x" }, ("Origin", Bench.Service.Address.GetLeftPart(UriPartial.Authority)));
        Assert.DoesNotContain("service", (await Bench.FindingsAsync(Guid.Parse(id))).Select(f => f.Rule));
        Assert.Equal(AuthorIdentity.Email, (await Bench.CommentAsync(Guid.Parse(id))).AuthorIdentity);
    }
}
