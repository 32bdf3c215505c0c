using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Review;

/// <summary>What no index leads to is looked for among a bounded number of comments for each page.</summary>
public sealed class SearchTests(SharedService shared) : ReviewTest(shared)
{
    private const int Many = 45_000;

    [Theory]
    [InlineData("q=needle")]
    [InlineData("author=Needle")]
    [InlineData("rule=needle")]
    [InlineData("q=needle&sort=newest")]
    [InlineData("rule=needle&sort=newest")]
    public async Task Walk_finds_each_match_once_though_a_page_looks_at_a_bounded_number(string query)
    {
        var needles = await FillAsync();
        var found = new List<string>();
        var pages = 0;
        string? cursor = null;
        do
        {
            var page = await QueueAsync($"&limit=2&{query}{(cursor is null ? "" : "&cursor=" + cursor)}");
            Assert.Equal(200, page.Status);
            found.AddRange(page.ItemIds);
            cursor = page.Next;
            pages++;
        }
        while (cursor is not null && pages < 20);

        Assert.Equal(query.EndsWith("newest", StringComparison.Ordinal) ? needles.Reverse() : needles, found);
        Assert.InRange(pages, 3, 6);
    }

    /// <summary>Three comments that are looked for, far from each other among many.</summary>
    private async Task<IReadOnlyList<string>> FillAsync()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        int[] places = [10, 25_000, Many - 1];
        var comments = Enumerable.Range(0, Many).Select(i => new Comment
        {
            Id = Guid.CreateVersion7(start.AddSeconds(i)),
            ArticleId = Article,
            Name = places.Contains(i) ? "Nēedle" : "Hay",
            Text = places.Contains(i) ? "A NEEDLE\u0301 here" : "hay",
        }).ToList();
        var needles = places.Select(place => comments[place].Id).ToList();
        await Service.Services.GetRequiredService<Database>().WriteAsync(
            async db =>
            {
                await db.InsertNewAsync(comments);
                return await db.InsertNewAsync(needles.ConvertAll(id => new StoredFinding { CommentId = id, Rule = "needle", Message = "Found." }));
            },
            Test.Cancellation);
        return needles.ConvertAll(id => id.ToString());
    }
}
