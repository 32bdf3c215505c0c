using System.Text.Json;
using CommentService.Events;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CommentService.Compliance.Storage;

/// <summary>Positions are given by one process at a time, without a gap, and no change is skipped however late its transaction ends.</summary>
public sealed class PositionTests : TwoProcesses
{
    [Fact]
    public async Task One_of_two_processes_gives_positions_and_the_other_takes_over_when_it_stops()
    {
        await Eventually.HoldsAsync(() => Leads(First) && !Leads(Second), "One leader");
        await PostToBothAsync(10);
        await PositionedAsync(20);
        Assert.Equal(new[] { true, false }, await Task.WhenAll(Both.Select(SaysThatItLeadsAsync)));

        // The one that leads gives the lease back when it stops.
        await StopAsync(First);
        await Eventually.HoldsAsync(() => Leads(Second), "The other one leads");
        for (var i = 0; i < 10; i++)
        {
            await Second.PostSettledAsync("article", $"Reader {i}", $"A late text {i}.");
        }

        await PositionedAsync(30);
    }

    [Fact]
    public async Task Change_whose_transaction_ends_late_gets_a_later_position()
    {
        var article = TestService.NewArticle();
        var first = await First.PostSettledAsync(article, "Ann", "Before.");
        await using var late = new NpgsqlConnection(TestServersConnection());
        await late.OpenAsync(Test.Cancellation);
        await using (var transaction = await late.BeginTransactionAsync(Test.Cancellation))
        {
            // Its sequence is given now, before that of the next one.
            await using var insert = new NpgsqlCommand(
                $"""INSERT INTO "Changes" ("EventId", "CommentId", "Version", "From", "To", "At") VALUES ('{Guid.CreateVersion7()}', '{first}', 2, 1, 3, now())""", late, transaction);
            await insert.ExecuteNonQueryAsync(Test.Cancellation);
            await Second.PostSettledAsync(article, "Ann", "After.");
            await PositionedAsync(2);
            await transaction.CommitAsync(Test.Cancellation);
        }

        await PositionedAsync(3);
        var feed = await First.GetAsync("/api/v1/events?after=2", ("Authorization", "Bearer " + TestService.AdminKey));
        var item = Assert.Single(feed.Items);
        Assert.Equal(("3", first), (item.GetProperty("sequence").GetString(), item.GetProperty("subject").GetString()));
    }

    private static async Task<bool> SaysThatItLeadsAsync(TestService service) => (await service.GetAsync("/health/ready"))
        .Json.GetProperty("parts").GetProperty("positions").GetProperty("data").GetProperty("leads").GetBoolean();

    private static bool Leads(TestService service) => service.Services.GetRequiredService<Positions>().Leads;

    private Task<string[]> PostToBothAsync(int each) => Task.WhenAll(Both.SelectMany((service, s) => Enumerable.Range(0, each).Select(i =>
        service.PostSettledAsync($"article-{i % 3}", $"Reader {i}", $"Text {i} of {s} and {Guid.CreateVersion7()}"))));

    private string TestServersConnection()
    {
        using var connection = (NpgsqlConnection)First.Services.GetRequiredService<Database>().Connect();
        return connection.ConnectionString;
    }

    private async Task PositionedAsync(int count)
    {
        await using var db = Second.Services.GetRequiredService<Database>().OpenRead();
        var positions = await Eventually.SeesAsync(
            () => db.Changes.Where(c => c.Position != null).OrderBy(c => c.Position).Select(c => c.Position!.Value).ToListAsync(Test.Cancellation),
            seen => seen.Count == count,
            $"{count} positions");
        Assert.Equal(Enumerable.Range(1, count).Select(i => (long)i), positions);
    }
}
