using CommentService.Compliance.Running;
using CommentService.Compliance.Servers;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Compliance.Queue;

/// <summary>A retry that comes to a process that cannot know of the first, which nobody has taken from the queue yet, is the same comment.</summary>
public sealed class TwoIntakesTests(SharedBroker shared) : IAsyncLifetime
{
    private readonly string broker = shared.Broker.NewAddress();
    private readonly string article = TestService.NewArticle();
    private string database = "";

    public async ValueTask InitializeAsync() => database = await TestServers.NewDatabaseAsync();

    public async ValueTask DisposeAsync() => await TestServers.DropAsync(database);

    [Theory]
    [InlineData("a key")]
    [InlineData(null)]
    public async Task Retry_at_another_intake_while_the_first_is_queued_becomes_no_second_comment(string? key)
    {
        await using var first = await StartAsync("intake");
        await using var second = await StartAsync("intake");
        string[] ids = [await PostAsync(first, key), await PostAsync(second, key), await PostAsync(first, key), await PostAsync(second, key)];
        Assert.Equal(2, ids.Distinct().Count());
        await IsOneCommentAsync(first, ids[0], ids[1]);
    }

    [Theory]
    [InlineData("a key")]
    [InlineData(null)]
    public async Task Retry_after_intake_ended_while_the_first_is_queued_becomes_no_second_comment(string? key)
    {
        string before;
        await using (var ended = await StartAsync("intake"))
        {
            before = await PostAsync(ended, key);
        }

        await using var service = await StartAsync("intake");
        await IsOneCommentAsync(service, before, await PostAsync(service, key));
    }

    private Task<TestService> StartAsync(string role) => TestService.StartAsync(
        new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = database, ["ConnectionStrings:RabbitMq"] = broker, ["Comments:Roles"] = role }, policy: SharedService.Policy);

    private async Task<string> PostAsync(TestService service, string? key)
    {
        var answer = await service.PostAsync(article, "Ann Reader", "A fair point.", null, key is null ? [] : [("Idempotency-Key", key)]);
        Assert.True(answer.Status == 202, answer.ToString());
        return answer.Id;
    }

    /// <summary>Once a worker has come.</summary>
    private async Task IsOneCommentAsync(TestService intake, params string[] ids)
    {
        await using var worker = await StartAsync("worker");
        foreach (var id in ids)
        {
            Assert.Equal("approved", await intake.SettledAsync(id));
        }

        await using var db = worker.Services.GetRequiredService<Database>().OpenRead();
        Assert.Equal(1, await db.Comments.CountAsync(Test.Cancellation));
        Assert.Equal(1, await db.Changes.CountAsync(Test.Cancellation));
        Assert.Equal(1, (await db.Articles.SingleAsync(Test.Cancellation)).Approved);
    }
}
