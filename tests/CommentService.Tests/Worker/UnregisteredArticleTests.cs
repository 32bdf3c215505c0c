using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Tests.Worker;

/// <summary>Only registered articles take comments, and intake could not look: the worker decides.</summary>
public sealed class UnregisteredArticleTests : IAsyncLifetime
{
    private Workbench bench = null!;

    public async ValueTask InitializeAsync() => bench = await Workbench.StartAsync(new Dictionary<string, string?> { ["Comments:UnknownArticles"] = "refuse" });

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Comment_on_an_unregistered_article_is_held_and_registers_nothing()
    {
        var submission = bench.Submission("A fair point.") with { ArticleTitle = "No such article" };
        await bench.ProcessAsync(submission);
        await bench.IsAsync(CommentStatus.Held, submission, "article-unknown");
        await using var db = bench.Database.OpenRead();
        Assert.False(await db.Articles.AnyAsync(Test.Cancellation));
        (await bench.Service.PostAsync("article", "Ann", "Another point.")).IsProblem(404, "unknown-article");
    }

    [Fact]
    public async Task Approved_comment_on_an_unregistered_article_registers_it_and_can_be_read()
    {
        var submission = bench.Submission("A fair point.");
        await bench.ProcessAsync(submission);
        Assert.Empty((await bench.Service.CommentsAsync("article")).Items);
        await bench.Service.DecideAsync(submission.Id.ToString(), "approve");
        Assert.Equal([submission.Id.ToString()], (await bench.Service.CommentsAsync("article")).ItemIds);
        Assert.Equal(1, (await bench.Service.GetAsync("/api/v1/articles/article")).Json.GetProperty("comments").GetInt32());
        Assert.Equal(202, (await bench.Service.PostAsync("article", "Ann", "Another point.")).Status);
    }

    [Fact]
    public async Task Comment_on_a_registered_article_is_counted_and_names_it_as_ever()
    {
        await bench.InsertAsync(new Article { Id = "article" });
        var submission = bench.Submission("A fair point.") with { ArticleTitle = "The vote", ArticleUrl = "https://news.example/vote" };
        await bench.ProcessAsync(submission);
        await bench.IsAsync(CommentStatus.Approved, submission);
        await using var db = bench.Database.OpenRead();
        var article = await db.Articles.SingleAsync(Test.Cancellation);
        Assert.Equal(("The vote", "https://news.example/vote", 1L, 1), (article.Title, article.Url, article.Version, article.Approved));
    }
}
