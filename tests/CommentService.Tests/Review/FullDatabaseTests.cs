using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Review;

public sealed class FullDatabaseTests
{
    [Fact]
    public async Task Decision_that_a_full_database_cannot_take_is_503_with_a_time_to_wait_and_changes_nothing()
    {
        await using var service = await TestService.StartAsync(policy: SharedService.Policy);
        var id = await service.PostSettledAsync("article", "Ann", SharedService.HeldText);
        var database = service.Services.GetRequiredService<Database>();
        // As small as it can be: what it is now.
        await SetMostPagesAsync(database, "PRAGMA max_page_count = 1");
        Answer last;
        var decisions = 0;
        do
        {
            last = await DecideAsync(service, id, decisions++);
        }
        while (last.Status == 200 && decisions < 2_000);

        last.IsProblem(503);
        Assert.NotNull(last.Header("Retry-After"));
        var seen = await service.ModerationAsync(HttpMethod.Get, $"/comments/{id}");
        Assert.Equal(decisions, seen.Json.GetProperty("version").GetInt32());
        await SetMostPagesAsync(database, "PRAGMA max_page_count = 1000000");
        Assert.Equal(200, (await DecideAsync(service, id, decisions - 1)).Status);
    }

    private static Task<Answer> DecideAsync(TestService service, string id, int number) =>
        service.ModerationAsync(HttpMethod.Post, $"/comments/{id}/{(number % 2 == 0 ? "approve" : "hold")}", new { note = new string('x', 500) });

    private static Task<int> SetMostPagesAsync(Database database, string pragma) => database.WriteAsync(
        db => db.Database.ExecuteSqlRawAsync(pragma, Test.Cancellation), Test.Cancellation);
}
