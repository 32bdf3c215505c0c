using CommentService.Tests.Running;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Intake;

/// <summary>Whether the article takes a comment, and what it may answer.</summary>
public sealed class PlaceOfCommentTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    [Fact]
    public async Task Closed_article_takes_no_comments_until_it_is_open_again()
    {
        await PatchAsync(new { open = false });
        (await service.PostAsync(article, "Ann", "Too late.")).IsProblem(403, "comments-closed");
        await PatchAsync(new { open = true });

        Assert.Equal(202, (await service.PostAsync(article, "Ann", "In time.")).Status);
    }

    [Fact]
    public async Task Submission_that_was_taken_is_answered_again_after_the_article_closed()
    {
        var first = await service.PostAsync(article, "Ann", "Just in time.", null, ("Idempotency-Key", "k"));
        await service.SettledAsync(first.Id);
        await PatchAsync(new { open = false });

        Assert.Equal(first.Id, (await service.PostAsync(article, "Ann", "Just in time.", null, ("Idempotency-Key", "k"))).Id);
    }

    [Fact]
    public async Task Article_closes_at_its_time()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
        await using var service = await TestService.StartAsync(time: time);
        await service.ModerationAsync(HttpMethod.Patch, "/articles/a", new { closeAt = "2026-05-04T14:00:00+01:00" });
        Assert.Equal(202, (await service.PostAsync("a", "Ann", "An hour before.")).Status);

        time.Advance(TimeSpan.FromHours(1));

        (await service.PostAsync("a", "Ann", "At the hour.")).IsProblem(403, "comments-closed");
        Assert.False((await service.GetAsync("/api/v1/articles/a")).Json.GetProperty("open").GetBoolean());
        await service.ModerationAsync(HttpMethod.Patch, "/articles/a", new { closeAt = (string?)null });
        Assert.Equal(202, (await service.PostAsync("a", "Ann", "Open for ever.")).Status);
    }

    [Fact]
    public async Task Article_that_should_have_closed_in_the_past_is_closed()
    {
        await PatchAsync(new { closeAt = "2001-01-01T00:00:00Z" });

        (await service.PostAsync(article, "Ann", "Too late.")).IsProblem(403, "comments-closed");
    }

    [Fact]
    public async Task Unknown_article_is_404_where_only_registered_ones_take_comments()
    {
        await using var service = await TestService.StartAsync(new Dictionary<string, string?> { ["Comments:UnknownArticles"] = "refuse" });
        (await service.PostAsync("a", "Ann", "Is anybody here?")).IsProblem(404, "unknown-article");
        Assert.Equal(404, (await service.PostFormAsync(TestService.PathOf("a"), new Dictionary<string, string?> { ["name"] = "Ann", ["comment"] = "Or here?" })).Status);
        await service.ModerationAsync(HttpMethod.Patch, "/articles/a", new { });

        Assert.Equal(202, (await service.PostAsync("a", "Ann", "Is anybody here?")).Status);
        Assert.Empty((await service.CommentsAsync("b")).Items);
    }

    [Fact]
    public async Task Only_an_approved_comment_of_the_article_can_be_answered()
    {
        var elsewhere = await service.PostSettledAsync(TestService.NewArticle(), "Ann", "On another article.");
        var held = await service.PostSettledAsync(article, "Ann", SharedService.HeldText);
        var removed = await service.PostSettledAsync(article, "Ann", "Soon removed.");
        await service.DecideAsync(removed, "remove");

        foreach (var parentId in new[] { elsewhere, held, removed, "0193e5a0-0000-7000-8000-000000000000" })
        {
            (await ReplyAsync(parentId)).Refuses("parentId", "The comment that you answer is not on this page any more.");
        }
    }

    [Theory]
    [InlineData("7")]
    [InlineData("0")]
    [InlineData("not-an-id")]
    [InlineData("{0193e5a0-0000-7000-8000-000000000000}")]
    [InlineData("' OR 1=1 --")]
    public async Task Malformed_parent_is_an_error_of_its_field(string parentId) => (await ReplyAsync(parentId)).Refuses("parentId", "This is not the id of a comment.");

    [Fact]
    public async Task Replies_nest_five_deep_and_deeper_ones_attach_to_the_deepest_allowed()
    {
        var thread = new List<string> { await service.PostSettledAsync(article, "Ann", "Depth 1") };
        for (var depth = 2; depth <= 7; depth++)
        {
            thread.Add(await service.PostSettledAsync(article, "Ann", $"Depth {depth}", new { parentId = thread[^1] }));
        }

        var items = (await service.CommentsAsync(article)).Items;
        Assert.Equal(thread, items.Select(item => item.GetProperty("id").GetString()));
        // The sixth and the seventh stand beside the fifth, below the fourth.
        Assert.Equal([null, thread[0], thread[1], thread[2], thread[3], thread[3], thread[3]], items.Select(item => item.GetProperty("parentId").GetString()));
        Assert.Equal([1, 1, 1, 3, 0, 0, 0], items.Select(item => item.GetProperty("replyCount").GetInt32()));
    }

    private async Task PatchAsync(object changes)
    {
        var answer = await service.ModerationAsync(HttpMethod.Patch, $"/articles/{article}", changes);
        Assert.True(answer.Status == 200, answer.ToString());
    }

    private Task<Answer> ReplyAsync(string parentId) => service.PostAsync(article, "Ann", $"An answer to {parentId}", new { parentId });
}
