using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Review;

/// <summary>A test that brings comments into the states that moderators see, each on an article of its own.</summary>
public abstract class ReviewTest(SharedService shared) : IClassFixture<SharedService>
{
    private static int count;

    protected TestService Service => shared.Service;

    protected string Article { get; } = TestService.NewArticle();

    /// <summary>A stored comment in a state, reached as in life.</summary>
    protected async Task<string> CommentAsync(string status, string name = "Ann Reader", string text = "", object? more = null)
    {
        var number = Interlocked.Increment(ref count);
        var clean = status is "approved" or "removed";
        var id = await Service.PostSettledAsync(Article, name, $"{(clean ? "A fair point" : SharedService.HeldText)} {text} {number}", more);
        if (status is "rejected" or "removed")
        {
            await Service.DecideAsync(id, status == "rejected" ? "reject" : "remove");
        }

        return id;
    }

    protected Task<Answer> QueueAsync(string query = "") => Service.ModerationAsync(HttpMethod.Get, $"/comments?article={Article}{query}");

    protected async Task<JsonElement> SeenAsync(string id) => (await Service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Json;

    protected Task<Answer> DecideAsync(string id, string decision, object? body = null, string? ifMatch = null) => Service.ModerationAsync(
        HttpMethod.Post, $"/comments/{id}/{decision}", body, ifMatch is null ? [] : [("If-Match", ifMatch)]);

    protected static string Encoded(string text) => Uri.EscapeDataString(text);
}
