using CommentService.Tests.Running;

namespace CommentService.Tests.Articles;

public sealed class CountTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    [Fact]
    public async Task Count_is_that_of_approved_comments_after_every_decision()
    {
        Assert.Equal(0, await CountAsync());
        var first = await service.PostSettledAsync(article, "Ann", "Counted at once.");
        var held = await service.PostSettledAsync(article, "Ann", SharedService.HeldText);
        Assert.Equal(1, await CountAsync());

        foreach (var (id, decision, count) in new[] { (held, "approve", 2), (held, "approve", 2), (first, "remove", 1), (held, "hold", 0), (held, "reject", 0), (held, "approve", 1), (first, "approve", 2) })
        {
            await service.DecideAsync(id, decision);
            Assert.Equal(count, await CountAsync());
            Assert.Equal(count, (await service.CommentsAsync(article)).Items.Count);
        }
    }

    [Fact]
    public async Task Count_is_exact_when_many_arrive_and_are_decided_at_once()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => service.PostSettledAsync(article, $"Reader {i}", i % 2 == 0 ? "Fine." : SharedService.HeldText)));
        await Task.WhenAll(ids.SelectMany(id => new[] { Decide(id, "approve"), Decide(id, "approve"), Decide(id, "remove"), Decide(id, "hold") }));

        var shown = (await service.CommentsAsync(article, "?limit=200")).Items.Count;
        Assert.Equal(shown, await CountAsync());

        // Which of the decisions are allowed depends on their order: any answer but an error of the service will do.
        async Task Decide(string id, string decision) =>
            Assert.InRange((await service.ModerationAsync(HttpMethod.Post, $"/comments/{id}/{decision}")).Status, 200, 409);
    }

    [Fact]
    public async Task Up_to_100_articles_are_counted_and_unknown_ones_have_none()
    {
        await service.PostSettledAsync(article, "Ann", "Counted.");
        var names = Enumerable.Range(0, 99).Select(i => $"unknown-{i}").Prepend(article).ToList();

        var counts = await GetAsync(names);

        Assert.Equal(200, counts.Status);
        Assert.Equal(names, counts.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal([1, .. Enumerable.Repeat(0, 99)], counts.Json.EnumerateObject().Select(member => member.Value.GetInt32()));
        (await GetAsync([.. names, "one-more"])).Refuses("article");
    }

    [Fact]
    public async Task Hundred_articles_with_the_longest_ids_can_be_asked_for()
    {
        var counts = await GetAsync([.. Enumerable.Range(0, 100).Select(i => $"{i}-".PadRight(128, 'x'))]);

        Assert.Equal(100, counts.Json.EnumerateObject().Count());
    }

    [Fact]
    public async Task Article_named_twice_is_counted_once() => Assert.Single((await GetAsync([article, article])).Json.EnumerateObject());

    [Theory]
    [InlineData("")]
    [InlineData("?article=")]
    [InlineData("?article=a%20b")]
    [InlineData("?article=%FF")]
    [InlineData("?article=ok&article=..")]
    public async Task Other_question_is_400(string query) => (await service.GetAsync("/api/v1/counts" + query)).Refuses("article");

    private async Task<int> CountAsync() => (await GetAsync([article])).Json.GetProperty(article).GetInt32();

    private Task<Answer> GetAsync(List<string> articles) => service.GetAsync("/api/v1/counts?" + string.Join('&', articles.Select(id => "article=" + id)));
}
