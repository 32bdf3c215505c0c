using CommentService.Messaging;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Review;

public sealed class DeadLetterTests(SharedService shared) : ReviewTest(shared)
{
    private Database Database => Service.Services.GetRequiredService<Database>();

    [Fact]
    public async Task List_tells_why_and_when_and_what_it_was()
    {
        var (lost, _) = await LoseAsync("Ann Reader");
        var broken = await AddAsync("no submission"u8.ToArray());
        var items = (await ListAsync()).Items.Where(item => item.GetProperty("id").GetString() == lost || item.GetProperty("id").GetString() == broken).ToList();
        Assert.Equal("Ann Reader", items[0].GetProperty("submission").GetProperty("name").GetString());
        Assert.Equal("no submission", items[1].GetProperty("body").GetString());
        Assert.All(items, item => Assert.Equal(("for the test", DateTime.UnixEpoch), (item.GetProperty("reason").GetString(), item.GetProperty("at").GetDateTime())));
    }

    [Fact]
    public async Task Retried_letter_becomes_one_comment_however_often_it_is_tried()
    {
        var (letter, submission) = await LoseAsync("Ben");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RetryAsync(letter)));
        Assert.Equal([204, 404, 404, 404, 404], answers.Select(answer => answer.Status).Order());
        Assert.Equal("approved", await Service.SettledAsync(submission));
        Assert.Equal([submission], (await Service.CommentsAsync(Article)).ItemIds);
        Assert.DoesNotContain(letter, (await ListAsync()).ItemIds);
        await Eventually.HoldsAsync(() => Service.Services.GetRequiredService<Spool>().Waiting == 0, "An empty spool");
    }

    [Fact]
    public async Task Letter_whose_submission_was_stored_meanwhile_is_not_stored_twice()
    {
        var (first, submission) = await LoseAsync("Carol");
        await RetryAsync(first);
        await Service.SettledAsync(submission);
        await using var db = Database.OpenRead();
        var stored = await db.Comments.SingleAsync(c => c.Id == Guid.Parse(submission), Test.Cancellation);
        var again = await AddAsync(BodyOf(stored));
        Assert.Equal(204, (await RetryAsync(again)).Status);
        await Eventually.HoldsAsync(() => Service.Services.GetRequiredService<Spool>().Waiting == 0, "An empty spool");
        Assert.Equal([submission], (await Service.CommentsAsync(Article)).ItemIds);
        Assert.Single((await SeenAsync(submission)).GetProperty("history").EnumerateArray());
    }

    [Fact]
    public async Task Letter_that_cannot_be_read_stays_until_it_is_discarded()
    {
        var letter = await AddAsync([0xFF, 0x00]);
        (await RetryAsync(letter)).IsProblem(409, "unreadable");
        Assert.Contains(letter, (await ListAsync()).ItemIds);
        Assert.Equal(204, (await DiscardAsync(letter, new { reason = "garbage" })).Status);
        Assert.DoesNotContain(letter, (await ListAsync()).ItemIds);
        (await DiscardAsync(letter)).IsProblem(404, "unknown-dead-letter");
        (await RetryAsync("x")).IsProblem(404, "unknown-dead-letter");
        var entry = Assert.Single((await Service.ModerationAsync(HttpMethod.Get, $"/audit?subject={letter}")).Items);
        Assert.Equal(("dead-letter.discarded", "garbage"), (entry.GetProperty("action").GetString(), entry.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Reason_that_is_too_long_settles_nothing()
    {
        var letter = await AddAsync("x"u8.ToArray());
        (await DiscardAsync(letter, new { reason = new string('r', 201) })).Refuses("reason");
        Assert.Contains(letter, (await ListAsync()).ItemIds);
    }

    private byte[] BodyOf(Comment comment) => SubmissionBody.Write(new Contracts.Submission
    {
        Id = comment.Id, ArticleId = Article, Name = comment.Name, Comment = comment.Text, AuthorKey = comment.AuthorKey, RequestKey = comment.RequestKey!.Value, ContentKey = comment.ContentKey,
    });

    /// <summary>A submission that got lost on the way.</summary>
    private async Task<(string Letter, string Submission)> LoseAsync(string name)
    {
        var id = Service.Services.GetRequiredService<Ids>().Next();
        var comment = new Comment { Id = id, ArticleId = Article, Name = name, Text = "A fair point.", RequestKey = id.GetHashCode() };
        return (await AddAsync(BodyOf(comment)), id.ToString());
    }

    private async Task<string> AddAsync(byte[] body)
    {
        var id = Guid.CreateVersion7();
        await Database.WriteAsync(db => db.InsertNewAsync([new DeadLetter { Id = id, Body = body, Reason = "for the test", At = DateTime.UnixEpoch }]), Test.Cancellation);
        return id.ToString();
    }

    private Task<Answer> ListAsync() => Service.ModerationAsync(HttpMethod.Get, "/dead-letters?limit=200");

    private Task<Answer> RetryAsync(string id) => Service.ModerationAsync(HttpMethod.Post, $"/dead-letters/{id}/retry");

    private Task<Answer> DiscardAsync(string id, object? body = null) => Service.ModerationAsync(HttpMethod.Post, $"/dead-letters/{id}/discard", body);
}
