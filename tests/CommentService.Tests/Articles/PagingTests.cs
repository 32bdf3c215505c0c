using CommentService.Tests.Running;
using CsCheck;

namespace CommentService.Tests.Articles;

/// <summary>Walking all pages shows each comment once, whatever arrives meanwhile.</summary>
public sealed class PagingTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    [Theory]
    [InlineData("oldest")]
    [InlineData("newest")]
    public async Task Walk_shows_none_twice_and_skips_none_that_was_there_while_others_arrive(string sort)
    {
        var there = await PostManyAsync(23);
        var seen = new List<string>();
        var cursor = "";
        do
        {
            var page = await service.CommentsAsync(article, $"?sort={sort}&limit=4{cursor}");
            Assert.InRange(page.Items.Count, 1, 4);
            seen.AddRange(page.ItemIds);
            cursor = page.Next is null ? null : $"&cursor={page.Next}";
            if (seen.Count <= 20)
            {
                await service.PostSettledAsync(article, "Bob", $"Arrives after {seen.Count}.");
            }
        }
        while (cursor is not null);

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(sort == "oldest" ? there : there.Reverse(), seen.Where(there.Contains));
        Assert.Equal(sort == "oldest" ? seen.Order(StringComparer.Ordinal) : seen.OrderDescending(StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task Comment_that_is_removed_at_the_border_of_a_page_takes_none_with_it()
    {
        var there = await PostManyAsync(6);
        var first = await service.CommentsAsync(article, "?limit=3");
        await service.DecideAsync(there[2], "remove");

        Assert.Equal(there[3..], (await service.CommentsAsync(article, $"?limit=3&cursor={first.Next}")).ItemIds);
    }

    [Fact]
    public async Task Last_page_that_is_just_full_has_no_next()
    {
        var there = await PostManyAsync(4);

        var first = await service.CommentsAsync(article, "?limit=2");
        var second = await service.CommentsAsync(article, $"?limit=2&cursor={first.Next}");

        Assert.Equal(there, first.ItemIds.Concat(second.ItemIds));
        Assert.NotNull(first.Next);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Fifty_are_shown_unless_asked_and_200_at_most()
    {
        await PostManyAsync(201);

        Assert.Equal(50, (await service.CommentsAsync(article)).Items.Count);
        var longest = await service.CommentsAsync(article, "?limit=100000");
        Assert.Equal(200, longest.Items.Count);
        Assert.Single((await service.CommentsAsync(article, $"?limit=100000&cursor={longest.Next}")).Items);
    }

    [Fact]
    public Task Any_text_is_a_cursor_or_400() => Gen.OneOf(Gen.String, Gen.String[Gen.Char.AlphaNumeric, 22, 22], Gen.Byte.Array.Select(Convert.ToBase64String))
        .SampleAsync(
            async cursor =>
            {
                var answer = await service.CommentsAsync(article, "?cursor=" + Uri.EscapeDataString(new string([.. cursor.Where(c => !char.IsSurrogate(c))])));
                Assert.True(answer.Status is 200 or 400, answer.ToString());
            },
            iter: 150,
            threads: 1);

    private async Task<string[]> PostManyAsync(int count)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            var accepted = await service.PostAsync(article, "Ann", $"Comment number {i}.");
            ids[i] = accepted.Id;
        }

        // Each: of two groups that are moderated at once either may be stored first.
        foreach (var id in ids)
        {
            Assert.Equal("approved", await service.SettledAsync(id));
        }

        return ids;
    }
}
