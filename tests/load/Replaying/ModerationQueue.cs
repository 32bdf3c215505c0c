using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace CommentService.Load.Replaying;

/// <summary>Reads from the moderators' API what each rule reported.</summary>
internal sealed class ModerationQueue : IDisposable
{
    private readonly HttpClient http;

    public ModerationQueue(Uri service, string key)
    {
        http = new HttpClient { BaseAddress = service };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Every comment of one status, page by page.</summary>
    public async IAsyncEnumerable<QueuedComment> ReadAsync(string status)
    {
        string? cursor = null;
        do
        {
            var after = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var path = new Uri($"/api/v1/moderation/comments?status={status}&limit=200{after}", UriKind.Relative);
            using var answer = await http.GetAsync(path);
            if (!answer.IsSuccessStatusCode)
            {
                throw new LoadException($"{path} answers {(int)answer.StatusCode}: is --key right?");
            }

            var page = await answer.Content.ReadFromJsonAsync<Page>() ?? new([], null);
            foreach (var comment in page.Items)
            {
                yield return comment;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    public void Dispose() => http.Dispose();

    private sealed record Page(IReadOnlyList<QueuedComment> Items, string? Next);
}

/// <summary>Of a comment in the queue what the tables need.</summary>
internal sealed record QueuedComment(Guid Id, string Status, IReadOnlyList<RuleFinding> Findings);

/// <summary>What one rule reported.</summary>
internal sealed record RuleFinding(string Rule, string Action);
