using CommentService.Compliance.Servers;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Compliance.Storage;

/// <summary>Of two processes that both could, one tells the outside service what moderators decided otherwise.</summary>
public sealed class SharedReportsTests : IAsyncLifetime
{
    /// <summary>Told one after the other, this takes longer than each process waits between two looks.</summary>
    private const int Reports = 12;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);

    private OutsideServer outside = null!;
    private string database = "";

    public async ValueTask InitializeAsync()
    {
        outside = await OutsideServer.StartAsync();
        database = await TestServers.NewDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await outside.DisposeAsync();
        await TestServers.DropAsync(database);
    }

    [Fact]
    public async Task Each_decision_is_told_once()
    {
        outside.Behaviour = async (http, request) =>
        {
            if (request.Path.EndsWith("submit-spam", StringComparison.Ordinal))
            {
                await Task.Delay(Slow);
            }

            await OutsideServer.AnswerAsync(http, "false");
        };
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, Reports).Select(i => first.PostSettledAsync(TestService.NewArticle(), "Ann", $"Point {i}.")));
        var decided = await second.ModerationAsync(HttpMethod.Post, "/decisions", new { items = ids.Select(id => new { id, decision = "remove" }) });
        Assert.Equal(200, decided.Status);
        await using var db = first.Services.GetRequiredService<Database>().OpenRead();
        await Eventually.SeesAsync(() => db.ExternalReports.CountAsync(report => report.IsSent, Test.Cancellation), sent => sent == Reports, "All reports");
        Assert.Equal(Reports, outside.Requests.Count(request => request.Path.EndsWith("submit-spam", StringComparison.Ordinal)));
    }

    private Task<TestService> StartAsync() => TestService.StartAsync(
        new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postgres"] = database,
            ["Comments:Outgoing:AllowedNetworks"] = "127.0.0.0/8",
            ["Comments:External:Akismet:Key"] = "akismet-key-1234",
            ["Comments:External:Akismet:Site"] = "https://site.example",
            ["Comments:External:Akismet:Address"] = outside.Address + "/1.1/",
        },
        policy: """{ "rules": { "flood": { "mode": "off" }, "duplicate": { "mode": "off" }, "campaign": { "mode": "off" }, "external": { "mode": "enforce", "service": "akismet" } } }""");
}
