using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Storage;

/// <summary>Every question that is asked while the service works, so that a test can look at how the database answers.</summary>
internal static class EveryRead
{
    private const int Comments = 10_000;

    public static async Task FillAsync(Database database)
    {
        var now = DateTime.UtcNow;
        var rows = Enumerable.Range(0, Comments).Select(i => new Comment
        {
            Id = Guid.CreateVersion7(new DateTimeOffset(now).AddSeconds(i - Comments)), ArticleId = $"article-{i % 50}", Name = "Ann", Text = $"text {i}",
            Status = (CommentStatus)(i % 4), AuthorKey = i % 500, AddressKey = i % 300, RequestKey = i, TextKey = i % 2 == 0 ? i : null,
        }).ToList();
        await database.WriteAsync(
            async db =>
            {
                await db.InsertNewAsync(rows);
                return await db.InsertNewAsync(rows.ConvertAll(c => new StateChange { EventId = c.Id, CommentId = c.Id, Version = 1, To = c.Status, At = now }));
            },
            Test.Cancellation);
    }

    /// <summary>Reads each page in each way, and decides.</summary>
    public static async Task DoAsync(TestService service)
    {
        await ReadAsync(service, "/api/v1/articles/article-1/comments?limit=20");
        await ReadAsync(service, "/api/v1/articles/article-1/comments?limit=20&sort=newest");
        await ReadAsync(service, "/api/v1/articles/article-1");
        await ReadAsync(service, "/api/v1/counts?article=article-1&article=article-2");
        var queue = await ReadAsync(service, "/api/v1/moderation/comments?limit=20");
        await ReadAsync(service, $"/api/v1/moderation/comments?limit=20&cursor={queue.Next}");
        foreach (var filter in new[] { "status=approved&sort=newest", "article=article-1", "rule=links", "author=Ann", "author=ann@example.org", "q=text", "from=2026-01-01T00:00:00Z", "status=removed&to=2036-01-01T00:00:00Z", "author=" + queue.ItemIds[0], "author=ann@example.org&article=article-1" })
        {
            await ReadAsync(service, "/api/v1/moderation/comments?limit=20&" + filter);
        }

        await ReadAsync(service, $"/api/v1/moderation/comments/{queue.ItemIds[0]}");
        await service.DecideAsync(queue.ItemIds[0], "approve");
        await service.ModerationAsync(HttpMethod.Post, "/decisions", new { items = queue.ItemIds.Select(id => new { id, decision = "approve" }) });
        foreach (var list in new[] { "bans", "keys", "audit", "audit?subject=policy", "dead-letters", "policy/versions" })
        {
            await ReadAsync(service, "/api/v1/moderation/" + list);
        }

        await ReadAsync(service, $"/api/v1/submissions/{service.Services.GetRequiredService<Ids>().Next()}");
        foreach (var filter in new[] { "", "&type=comment.approved", "&type=comment.removed", "&type=comment.held", "&article=article-1", "&article=article-1&type=comment.held" })
        {
            await ReadAsync(service, "/api/v1/events?limit=20&after=10" + filter);
        }
    }

    private static async Task<Answer> ReadAsync(TestService service, string path)
    {
        var answer = await service.GetAsync(path, ("Authorization", "Bearer " + TestService.AdminKey));
        Assert.True(answer.Status is 200 or 409, answer.ToString());
        return answer;
    }
}
