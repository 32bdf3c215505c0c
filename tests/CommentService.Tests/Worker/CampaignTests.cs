using CommentService.Storage;
using CommentService.Tests.Running;

namespace CommentService.Tests.Worker;

public sealed class CampaignTests
{
    // Nearly the same each time; two of these words make a text that differs by one run of three.
    private static string Text(string last) =>
        $"Our reading group met at the town library on Thursday evening and talked for two hours about the new bridge, the ferry and the market, said {last}.";

    [Fact]
    public async Task Fourth_text_of_a_kind_within_the_hour_is_held_after_a_restart_too()
    {
        using var directory = new TemporaryDirectory();
        await using (var service = await TestService.StartAsync(directory: directory))
        {
            foreach (var (name, i) in new[] { "Ann", "Bob", "Cleo" }.Select((name, i) => (name, i)))
            {
                await service.PostSettledAsync($"article-{i}", name, Text(name));
            }
        }

        await using var again = await TestService.StartAsync(directory: directory);
        var id = await again.PostSettledAsync("article-4", "Dora", Text("Dora"));
        var comment = (await again.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Json;
        Assert.Equal(["campaign"], comment.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()));
    }
}
