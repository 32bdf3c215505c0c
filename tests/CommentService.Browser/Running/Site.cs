using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CommentService.Browser.Running;

/// <summary>One service process for all tests of a class that takes it as <see cref="IClassFixture{TFixture}"/>.</summary>
public class Site : IAsyncLifetime
{
    /// <summary>A text that the policy holds.</summary>
    public const string HeldText = "See http://a.example/1 http://b.example/2 http://c.example/3";

    /// <summary>A word that the policy rejects.</summary>
    public const string BlockedWord = "zanzibarf";

    // All tests post from one address, so the rules that count what comes from one are off.
    private const string Policy =
        $$"""
        { "lists": { "tests": { "terms": [ "{{BlockedWord}}" ] } },
          "rules": { "flood": { "mode": "off" }, "duplicate": { "mode": "off" }, "author-history": { "mode": "off" }, "shape": { "mode": "off" }, "spam": { "mode": "off" }, "abuse": { "mode": "off" },
                     "blocked-words": { "lists": [ "tests" ] } } }
        """;

    private readonly TemporaryDirectory data = new();
    private ServiceProcess? service;

    /// <summary>Where the service listens, such as <c>http://127.0.0.1:23456/</c>.</summary>
    public Uri Address => Service.Client.BaseAddress!;

    public string AdminKey => ServiceProcess.AdminKey;

    /// <summary>What a class sets for all of its tests: <c>Comments:X</c> and its value.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>();

    private ServiceProcess Service => service ?? throw new InvalidOperationException("The service starts before the first test.");

    public virtual async ValueTask InitializeAsync()
    {
        var policy = data.PathOf("first-policy.json");
        await File.WriteAllTextAsync(policy, Policy);
        var settings = new Dictionary<string, string>(Settings) { ["Comments:Policy"] = policy };
        service = await ServiceProcess.StartAsync(data, new ServiceStart { Settings = settings });
    }

    /// <summary>Posts as a program would, and waits until it is judged.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> PostAsync(string article, string name, string comment, string? parentId = null, string? website = null, string? articleTitle = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/articles/{article}/comments")
        {
            Content = JsonContent.Create(new { name, comment, parentId, website, articleTitle }),
        };
        // What is said of the article is believed from the service's own origin.
        request.Headers.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        var accepted = await Answer.ReadAsync(await Service.Client.SendAsync(request));
        Assert.True(accepted.Status == 202, accepted.ToString());
        await SettledAsync(accepted.Id);
        return accepted.Id;
    }

    /// <summary>Waits until a submission is judged.</summary>
    /// <returns>Its status by then.</returns>
    public async Task<string> SettledAsync(string id)
    {
        var receipt = await Eventually.SeesAsync(() => GetAsync($"/api/v1/submissions/{id}"), seen => seen.Status != 200 || seen.Member("status") != "queued", $"A decision on {id}");
        Assert.True(receipt.Status == 200, receipt.ToString());
        return receipt.Member("status")!;
    }

    /// <summary>Reads with no key, as any reader may.</summary>
    public async Task<Answer> GetAsync(string path) => await Answer.ReadAsync(await Service.Client.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Calls the moderation API with the admin's key.</summary>
    /// <param name="path">What follows <c>/api/v1/moderation</c>.</param>
    public async Task<Answer> ModerationAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/moderation" + path) { Content = body is null ? null : JsonContent.Create(body) };
        return await Answer.ReadAsync(await Service.Admin.SendAsync(request));
    }

    /// <summary>Saves a policy in place of whichever is in force.</summary>
    public async Task SavePolicyAsync(JsonNode policy)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/moderation/policy") { Content = JsonContent.Create(policy) };
        request.Headers.Add("If-Match", "*");
        var saved = await Answer.ReadAsync(await Service.Admin.SendAsync(request));
        Assert.True(saved.Status == 200, saved.ToString());
    }

    /// <summary>A moderator's decision that must be carried out.</summary>
    /// <param name="decision">approve, reject, hold or remove.</param>
    public async Task DecideAsync(string id, string decision, string? note = null)
    {
        var decided = await ModerationAsync(HttpMethod.Post, $"/comments/{id}/{decision}", new { note });
        Assert.True(decided.Status == 200, decided.ToString());
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        data.Dispose();
        GC.SuppressFinalize(this);
    }
}
