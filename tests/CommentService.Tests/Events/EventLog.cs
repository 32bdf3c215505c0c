using System.Globalization;
using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Events;

/// <summary>The feed of a service, as a subscriber reads it.</summary>
internal static class EventLog
{
    private static readonly (string Name, string Value) Key = ("Authorization", "Bearer " + TestService.AdminKey);

    public static Task<Answer> FeedAsync(this TestService service, string query) => service.GetAsync("/api/v1/events" + query, Key);

    /// <summary>Waits until the log has so many events.</summary>
    /// <returns>All of them, page after page.</returns>
    public static async Task<IReadOnlyList<JsonElement>> EventsAsync(this TestService service, int count)
    {
        await Eventually.SeesAsync(async () => (await service.FeedAsync("?type=comment.held&limit=1")).Member("next"), _ => true, "The feed");
        return await Eventually.SeesAsync(() => WalkAsync(service), all => all.Count >= count, $"{count} events");
    }

    /// <summary>Every event from a position on.</summary>
    public static async Task<IReadOnlyList<JsonElement>> WalkAsync(TestService service, string filter = "", int limit = 200)
    {
        var all = new List<JsonElement>();
        var after = "0";
        while (true)
        {
            var page = await service.FeedAsync($"?after={after}&limit={limit}{filter}");
            all.AddRange(page.Items);
            if (page.Next == after)
            {
                return all;
            }

            after = page.Next;
        }
    }

    public static long PositionOf(JsonElement one) => long.Parse(one.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture);

    public static string TypeOf(JsonElement one) => one.GetProperty("type").GetString()!;

    public static JsonElement DataOf(JsonElement one) => one.GetProperty("data");
}
