using System.Net.Http.Headers;
using System.Text.Json;
using CommentService.Contracts;
using CommentService.Storage;
using CommentService.Worker;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Compliance.Storage;

/// <summary>What two processes do at the same moment is done once, and nobody's work is lost.</summary>
public sealed class ConcurrencyTests : TwoProcesses
{
    private const int Rounds = 20;

    [Fact]
    public async Task Same_submissions_at_two_workers_are_stored_once_with_one_change_each()
    {
        var articles = Enumerable.Range(0, 4).Select(_ => TestService.NewArticle()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var group = Enumerable.Range(0, 30).Select(i => SubmissionTo(articles[i % articles.Count])).ToList();
            await Task.WhenAll(ProcessAsync(First, group), ProcessAsync(Second, Enumerable.Reverse(group).ToList()));
        }

        await using var db = DatabaseOf(First).OpenRead();
        Assert.Equal(Rounds * 30, await db.Comments.CountAsync(Test.Cancellation));
        Assert.Equal(Rounds * 30, await db.Changes.CountAsync(Test.Cancellation));
        var approved = await db.Comments.Where(c => c.Status == CommentStatus.Approved).GroupBy(c => c.ArticleId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, Test.Cancellation);
        Assert.Equal(approved, await db.Articles.ToDictionaryAsync(a => a.Id, a => a.Approved, Test.Cancellation));
        Assert.Empty(await db.DeadLetters.ToListAsync(Test.Cancellation));
        Assert.Empty(await db.Findings.Where(f => f.Rule == "service").ToListAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Of_two_moderators_on_one_version_one_decides_and_the_other_is_told()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = await First.PostSettledAsync(TestService.NewArticle(), "Ann", SharedService.HeldText);
            var answers = await Task.WhenAll(
                First.ModerationAsync(HttpMethod.Post, $"/comments/{id}/approve", new { }, ("If-Match", "\"1\"")),
                Second.ModerationAsync(HttpMethod.Post, $"/comments/{id}/reject", new { }, ("If-Match", "\"1\"")));
            Assert.Equal([200, 412], answers.Select(answer => answer.Status).Order());
            var comment = await Second.ModerationAsync(HttpMethod.Get, $"/comments/{id}");
            Assert.Equal(answers[0].Status == 200 ? "approved" : "rejected", comment.Member("status"));
            Assert.Equal(2, comment.Json.GetProperty("history").GetArrayLength());
        }
    }

    [Fact]
    public async Task Many_decisions_on_the_same_comments_in_opposite_orders_all_get_an_outcome()
    {
        var articles = Enumerable.Range(0, 5).Select(_ => TestService.NewArticle()).ToList();
        var ids = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            ids.Add(await First.PostSettledAsync(articles[i % articles.Count], "Ann", SharedService.HeldText + i));
        }

        for (var round = 0; round < 5; round++)
        {
            var (to, back) = round % 2 == 0 ? ("approve", "approve") : ("hold", "remove");
            var answers = await Task.WhenAll(BulkAsync(First, ids, to), BulkAsync(Second, Enumerable.Reverse(ids), back));
            Assert.All(answers, answer => Assert.True(answer.Status == 200, answer.ToString()));
        }

        await using var db = DatabaseOf(First).OpenRead();
        foreach (var article in await db.Articles.ToListAsync(Test.Cancellation))
        {
            Assert.Equal(await db.Comments.CountAsync(c => c.ArticleId == article.Id && c.Status == CommentStatus.Approved, Test.Cancellation), article.Approved);
        }

        foreach (var chain in (await db.Changes.OrderBy(c => c.CommentId).ThenBy(c => c.Version).ToListAsync(Test.Cancellation)).GroupBy(c => c.CommentId))
        {
            Assert.Equal(Enumerable.Range(1, chain.Count()), chain.Select(c => c.Version));
            Assert.All(chain.Zip(chain.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        }
    }

    [Fact]
    public async Task Of_two_policies_saved_over_one_version_one_is_saved_and_both_processes_have_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var now = await First.ModerationAsync(HttpMethod.Get, "/policy");
            var answers = await Task.WhenAll(Both.Select((service, i) => service.ModerationAsync(
                HttpMethod.Put, "/policy", JsonElement.Parse($$"""{ "rules": { "links": { "max": {{round + 3 + (i * 10)}} } } }"""), ("If-Match", now.ETag!))));
            Assert.Equal([200, 412], answers.Select(answer => answer.Status).Order());
            var saved = Assert.Single(answers, answer => answer.Status == 200);
            foreach (var service in Both)
            {
                Assert.Equal(saved.ETag, (await service.ModerationAsync(HttpMethod.Get, "/policy")).ETag);
            }
        }
    }

    [Fact]
    public async Task Key_name_that_two_make_at_once_is_made_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(Both.Select(service => service.ModerationAsync(HttpMethod.Post, "/keys", new { name = $"Desk {round}", role = "viewer" })));
            Assert.Equal([201, 409], answers.Select(answer => answer.Status).Order());
        }
    }

    [Fact]
    public async Task Key_ban_and_article_that_one_process_changed_count_at_once_in_the_other()
    {
        var key = await First.ModerationAsync(HttpMethod.Post, "/keys", new { name = "Desk", role = "viewer" });
        Assert.Equal(200, await ReadWithAsync(Second, key.Member("secret")!));
        Assert.Equal(204, (await First.ModerationAsync(HttpMethod.Delete, $"/keys/{key.Id}")).Status);
        Assert.Equal(401, await ReadWithAsync(Second, key.Member("secret")!));

        await First.ModerationAsync(HttpMethod.Post, "/bans", new { kind = "name", value = "Mallory" });
        var banned = await Second.PostSettledAsync(TestService.NewArticle(), "Mallory", "A fair point.");
        Assert.NotEqual("approved", await Second.SettledAsync(banned));

        var article = TestService.NewArticle();
        var id = await First.PostSettledAsync(article, "Ann", SharedService.HeldText);
        Assert.Empty((await Second.CommentsAsync(article)).Items);
        await First.DecideAsync(id, "approve");
        Assert.Equal([id], (await Second.CommentsAsync(article)).ItemIds);
        await Second.DecideAsync(id, "remove");
        Assert.Empty((await First.CommentsAsync(article)).Items);

        await First.ModerationAsync(HttpMethod.Patch, $"/articles/{article}", new { open = false });
        Assert.Equal(403, (await Second.PostAsync(article, "Ann", "Too late?")).Status);
    }

    [Fact]
    public async Task Request_that_one_process_took_is_known_in_the_other_once_it_is_stored()
    {
        var article = TestService.NewArticle();
        var id = await First.PostSettledAsync(article, "Ann", "A fair point.", headers: ("Idempotency-Key", "one"));
        Assert.Equal(id, (await Second.PostAsync(article, "Ann", "A fair point.", headers: ("Idempotency-Key", "one"))).Id);
        (await Second.PostAsync(article, "Ann", "Another point.", headers: ("Idempotency-Key", "one"))).IsProblem(422);
    }

    [Fact]
    public async Task Retries_that_two_workers_store_at_once_become_one_comment_for_each_request()
    {
        var article = TestService.NewArticle();
        for (var round = 0; round < Rounds; round++)
        {
            var group = Enumerable.Range(0, 30).Select(_ => SubmissionTo(article) with { ContentKey = 1 }).ToList();
            var again = group.ConvertAll(one => one with { Id = SubmissionTo(article).Id });
            await Task.WhenAll(ProcessAsync(First, group), ProcessAsync(Second, again));
            foreach (var id in group.Concat(again).Select(one => one.Id.ToString()))
            {
                Assert.NotEqual("queued", (await First.GetAsync($"/api/v1/submissions/{id}")).Member("status"));
            }
        }

        await using var db = DatabaseOf(First).OpenRead();
        Assert.Equal(Rounds * 30, await db.Comments.CountAsync(Test.Cancellation));
        Assert.Equal(Rounds * 30, await db.Changes.CountAsync(Test.Cancellation));
        Assert.Equal(Rounds * 30, await db.RepeatedSubmissions.CountAsync(Test.Cancellation));
        Assert.Empty(await db.DeadLetters.ToListAsync(Test.Cancellation));
        Assert.Empty(await db.Findings.Where(f => f.Rule == "service").ToListAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Dead_letter_that_two_settle_at_once_is_settled_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var letter = new DeadLetter { Id = Guid.CreateVersion7(), Body = [1, 2, 3], Reason = "test", At = DateTime.UtcNow };
            await DatabaseOf(First).WriteAsync(db => db.InsertNewAsync([letter]), Test.Cancellation);
            var answers = await Task.WhenAll(Both.Select(service => service.ModerationAsync(HttpMethod.Post, $"/dead-letters/{letter.Id}/discard", new { })));
            Assert.Equal([204, 404], answers.Select(answer => answer.Status).Order());
        }
    }

    private static Database DatabaseOf(TestService service) => service.Services.GetRequiredService<Database>();

    private static Task ProcessAsync(TestService service, IReadOnlyList<Submission> group) =>
        service.Services.GetRequiredService<GroupProcessor>().ProcessAsync(group, Test.Cancellation);

    private static Task<Answer> BulkAsync(TestService service, IEnumerable<string> ids, string decision) =>
        service.ModerationAsync(HttpMethod.Post, "/decisions", new { items = ids.Select(id => new { id, decision }) });

    private static async Task<int> ReadWithAsync(TestService service, string secret) =>
        (await service.GetAsync("/api/v1/moderation/comments", ("Authorization", new AuthenticationHeaderValue("Bearer", secret).ToString()))).Status;

    private Submission SubmissionTo(string article) => new()
    {
        Id = First.Services.GetRequiredService<Ids>().Next(),
        ArticleId = article,
        Name = "Ann",
        Comment = "A fair point.",
        AuthorKey = Random.Shared.NextInt64(),
        RequestKey = Random.Shared.NextInt64(),
    };
}
