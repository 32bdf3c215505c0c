using CommentService.Tests.Running;

namespace CommentService.Tests.Articles;

public sealed class ETagTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    [Fact]
    public async Task Unchanged_list_is_304_without_a_body()
    {
        await service.PostSettledAsync(article, "Ann", "Nothing new.");
        var list = await service.CommentsAsync(article);
        var tag = list.ETag!;

        Assert.Equal("no-cache", list.Header("Cache-Control"));
        Assert.StartsWith("\"", tag, StringComparison.Ordinal);
        foreach (var known in new[] { tag, "W/" + tag, $"\"other\", {tag}", $"{tag},\"other\"", "*" })
        {
            var again = await service.CommentsAsync(article, "", ("If-None-Match", known), ("Origin", "https://any.example"));
            Assert.Equal((304, ""), (again.Status, again.Text));
            Assert.Equal(tag, again.ETag);
            Assert.Equal("no-cache", again.Header("Cache-Control"));
            Assert.Equal("*", again.Header("Access-Control-Allow-Origin"));
        }
    }

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("\"other\", W/\"another\"")]
    [InlineData("nonsense")]
    [InlineData("\"unclosed")]
    [InlineData("")]
    public async Task Other_tag_is_answered_with_the_list(string known) =>
        Assert.Equal(200, (await service.CommentsAsync(article, "", ("If-None-Match", known))).Status);

    [Fact]
    public async Task Each_query_has_a_tag_of_its_own()
    {
        await service.PostSettledAsync(article, "Ann", "First.");
        await service.PostSettledAsync(article, "Ann", "Second.");
        var next = (await service.CommentsAsync(article, "?limit=1")).Next;
        string[] queries = ["", "?sort=newest", "?limit=1", "?limit=2", $"?limit=1&cursor={next}", $"?limit=1&sort=newest&cursor={next}"];

        var tags = new List<string>();
        foreach (var query in queries)
        {
            tags.Add((await service.CommentsAsync(article, query)).ETag!);
        }

        tags.Add((await service.CommentsAsync(TestService.NewArticle())).ETag!);
        Assert.Equal(tags.Count, tags.Distinct().Count());
    }

    [Fact]
    public async Task Next_read_after_a_decision_shows_it_with_another_tag()
    {
        var id = await service.PostSettledAsync(article, "Ann", SharedService.HeldText);
        var tags = new List<string> { (await service.CommentsAsync(article)).ETag! };
        foreach (var (decision, shown) in new[] { ("approve", 1), ("hold", 0), ("approve", 1), ("remove", 0), ("approve", 1) })
        {
            await service.DecideAsync(id, decision);
            var read = await service.CommentsAsync(article, "", ("If-None-Match", tags[^1]));
            Assert.Equal(200, read.Status);
            Assert.Equal(shown, read.Items.Count);
            tags.Add(read.ETag!);
        }

        Assert.Equal(tags.Count, tags.Distinct().Count());
    }

    [Fact]
    public async Task Reply_changes_the_count_below_its_parent_at_once()
    {
        var parentId = await service.PostSettledAsync(article, "Ann", "Who agrees?");
        var before = await service.CommentsAsync(article, "?limit=1");
        var reply = await service.PostSettledAsync(article, "Bob", "I do.", new { parentId });
        var after = await service.CommentsAsync(article, "?limit=1", ("If-None-Match", before.ETag!));
        await service.DecideAsync(reply, "remove");
        var removed = await service.CommentsAsync(article, "?limit=1", ("If-None-Match", after.ETag!));

        Assert.Equal([0, 1, 0], new[] { before, after, removed }.Select(list => list.Items[0].GetProperty("replyCount").GetInt32()));
    }

    [Fact]
    public async Task Held_comment_changes_nothing_for_readers()
    {
        await service.PostSettledAsync(article, "Ann", "On the page.");
        var tag = (await service.CommentsAsync(article)).ETag!;
        await service.PostSettledAsync(article, "Ann", SharedService.HeldText);

        Assert.Equal(304, (await service.CommentsAsync(article, "", ("If-None-Match", tag))).Status);
    }

    [Fact]
    public async Task Reads_beside_decisions_never_show_less_than_was_decided_before_them()
    {
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(await service.PostSettledAsync(article, "Ann", $"{SharedService.HeldText} {i}"));
        }

        var approved = 0;
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(ReadAsync)).ToList();
        foreach (var id in ids)
        {
            await service.DecideAsync(id, "approve");
            Interlocked.Increment(ref approved);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(ids, (await service.CommentsAsync(article)).ItemIds);

        async Task ReadAsync()
        {
            while (!done.IsCancellationRequested)
            {
                var least = Volatile.Read(ref approved);
                Assert.True((await service.CommentsAsync(article)).Items.Count >= least);
            }
        }
    }
}
